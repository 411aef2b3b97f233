//! Rename a saved view.

use crate::error::{Error, FieldErrors};
use crate::features::saved_views::{list, rename};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "users/views/rename.html")]
struct Page {
    chrome: Chrome,
    /// The name, as typed.
    typed: String,
    errors: FieldErrors,
    action: String,
    cancel: String,
}

fn form(visit: &Visit, id: &str, name: String, errors: FieldErrors) -> Page {
    let tenant = visit.tenant_id();
    let action = urls::saved_view(tenant, id, "rename");
    Page { chrome: visit.chrome(), typed: name, errors, action, cancel: urls::saved_views(tenant) }
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("view");
    let wanted = id.clone();
    let view = visit.read(move |tx, context| list::find(tx, context, &wanted)).await?;
    render::page(&form(&visit, &id, view.name, FieldErrors::default()))
}

/// Renames it.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let (id, name) = (visit.segment("view"), fields.text("name").to_owned());
    let (wanted, typed) = (id.clone(), name.clone());
    match visit.write(move |tx, context| rename::rename(tx, context, &wanted, &name)).await {
        Ok((view, _)) => render::done(
            &visit.request,
            urls::saved_views(visit.tenant_id()),
            format!("The view is called {}.", view.name),
        ),
        Err(Error::Invalid(errors)) => render::invalid(&form(&visit, &id, typed, errors)),
        Err(other) => Err(other.into()),
    }
}
