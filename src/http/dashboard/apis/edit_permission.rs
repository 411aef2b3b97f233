//! Edit the description of a permission.

use crate::error::{Error, FieldErrors};
use crate::features::resource_servers::{show, update_permission};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use actix_web::http::StatusCode;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/edit_permission.html")]
struct Page {
    chrome: Chrome,
    name: String,
    /// As stored when the form was made; the save says so if it is no longer.
    before: String,
    description: String,
    errors: FieldErrors,
    conflict: bool,
    action: String,
    cancel: String,
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    let form = form(&visit, None, FieldErrors::default(), false).await?;
    render::page(&form)
}

async fn form(visit: &Visit, typed: Option<&str>, errors: FieldErrors, conflict: bool) -> Result<Page, Error> {
    let (id, name) = (visit.segment("api"), visit.segment("permission"));
    let context = visit.context.clone();
    let (api, used) = visit.app.read(move |tx| show::permission(tx, &context, &id, &name)).await?;
    let tenant = visit.tenant_id();
    Ok(Page {
        chrome: visit.chrome(),
        action: urls::api_permission(tenant, &api.id, &used.permission.name, "edit"),
        cancel: urls::api_part(tenant, &api.id, "permissions"),
        description: typed.unwrap_or(&used.permission.description).to_owned(),
        before: used.permission.description,
        name: used.permission.name,
        errors,
        conflict,
    })
}

/// Saves; of two concurrent saves the second is told, and keeps its typing.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let (id, name) = (visit.segment("api"), visit.segment("permission"));
    let (before, description) = (fields.text("before").to_owned(), fields.text("description").to_owned());
    let url = urls::api_part(visit.tenant_id(), &id, "permissions");
    let saved = visit
        .write(move |tx, context| update_permission::update_permission(tx, context, &id, &name, &before, &description));
    let typed = Some(fields.text("description"));
    match saved.await {
        Ok((permission, true)) => render::done(&visit.request, url, format!("{} is changed.", permission.name)),
        Ok((_, false)) => render::done(&visit.request, url, "Nothing was changed."),
        Err(Error::Invalid(errors)) => render::invalid(&form(&visit, typed, errors, false).await?),
        Err(Error::Conflict) => {
            let page = form(&visit, typed, FieldErrors::default(), true).await?;
            render::with_status(StatusCode::CONFLICT, &page)
        }
        Err(other) => Err(other.into()),
    }
}
