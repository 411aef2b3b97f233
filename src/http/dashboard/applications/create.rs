//! Create Application.

use super::secret;
use super::show::{FormView, typed};
use crate::error::{Error, FieldErrors};
use crate::features::applications::create;
use crate::features::applications::settings::Typed;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "applications/create.html")]
struct Page {
    chrome: Chrome,
    form: FormView,
    action: String,
    list_href: String,
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    render::page(&build(&visit, Typed { kind: "regular_web".into(), ..Typed::default() }, FieldErrors::default()))
}

/// Creates, and shows the secret once if there is one.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let typed = typed(&fields);
    let sent = typed.clone();
    match visit.write(move |tx, context| create::create(tx, context, &sent)).await {
        Ok((application, Some(secret))) => {
            render::tell(&visit.request, format!("{} has been created.", application.name));
            secret::show(&visit, &application, &secret)
        }
        Ok((application, None)) => {
            let url = urls::application(visit.tenant_id(), &application.client_id);
            render::done(&visit.request, url, format!("{} has been created.", application.name))
        }
        Err(Error::Invalid(errors)) => render::invalid(&build(&visit, typed, errors)),
        Err(other) => Err(other.into()),
    }
}

fn build(visit: &Visit, typed: Typed, errors: FieldErrors) -> Page {
    Page {
        chrome: visit.chrome(),
        form: FormView::new(typed, errors),
        action: urls::create_application(visit.tenant_id()),
        list_href: urls::applications(visit.tenant_id()),
    }
}
