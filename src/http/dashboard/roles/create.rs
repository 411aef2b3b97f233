//! Create Role.

use crate::error::{Error, FieldErrors};
use crate::features::roles::create;
use crate::features::roles::draft::Draft;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "roles/create.html")]
struct Page {
    chrome: Chrome,
    draft: Draft,
    errors: FieldErrors,
    action: String,
    cancel: String,
}

fn form(visit: &Visit, draft: Draft, errors: FieldErrors) -> Page {
    let tenant = visit.tenant_id();
    Page { chrome: visit.chrome(), draft, errors, action: urls::create_role(tenant), cancel: urls::roles(tenant) }
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    render::page(&form(&visit, Draft::default(), FieldErrors::default()))
}

/// Creates the role and goes to its permissions, which come next.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let draft = Draft { name: fields.text("name").to_owned(), description: fields.text("description").to_owned() };
    let typed = draft.clone();
    match visit.write(move |tx, context| create::create(tx, context, &draft)).await {
        Ok(role) => {
            let url = urls::role_part(visit.tenant_id(), &role.id, "permissions");
            render::done(&visit.request, url, format!("{} is created. Give it permissions next.", role.name))
        }
        Err(Error::Invalid(errors)) => render::invalid(&form(&visit, typed, errors)),
        Err(other) => Err(other.into()),
    }
}
