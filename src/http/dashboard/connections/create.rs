//! Create Database Connection.

use super::show::{FormView, typed};
use crate::error::{Error, FieldErrors};
use crate::features::connections::create;
use crate::features::connections::settings::Typed;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "connections/create.html")]
struct Page {
    chrome: Chrome,
    typed_name: String,
    form: FormView,
    action: String,
    list_href: String,
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    render::page(&build(&visit, String::new(), Typed::new_database(), FieldErrors::default()))
}

/// Creates, and goes on to the applications that may use it.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let (name, typed) = (fields.text("name").to_owned(), typed(&fields));
    let (sent_name, sent) = (name.clone(), typed.clone());
    match visit.write(move |tx, context| create::create(tx, context, &sent_name, &sent)).await {
        Ok(connection) => {
            let url = urls::connection_applications(visit.tenant_id(), &connection.id);
            let text = format!("{} has been created. Now turn it on for applications.", connection.label());
            render::done(&visit.request, url, text)
        }
        Err(Error::Invalid(errors)) => render::invalid(&build(&visit, name, typed, errors)),
        Err(other) => Err(other.into()),
    }
}

fn build(visit: &Visit, name: String, typed: Typed, errors: FieldErrors) -> Page {
    Page {
        chrome: visit.chrome(),
        typed_name: name,
        form: FormView::new(typed, errors),
        action: urls::create_connection(visit.tenant_id()),
        list_href: urls::connections(visit.tenant_id()),
    }
}
