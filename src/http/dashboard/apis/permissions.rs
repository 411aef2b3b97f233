//! The Permissions tab of an API: who has each, and the form that adds one.

use super::section;
use crate::error::{Error, FieldErrors};
use crate::features::resource_servers::add_permission;
use crate::features::resource_servers::show::{self, Used};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::section::SectionView;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::paging::grouped;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/permissions.html")]
struct Page {
    chrome: Chrome,
    section: SectionView,
    rows: Vec<Row>,
    action: String,
    permission: String,
    description: String,
    errors: FieldErrors,
}

/// One permission.
struct Row {
    name: String,
    description: String,
    /// Name and address.
    roles: Vec<(String, String)>,
    users: String,
    edit: String,
    remove: String,
}

/// Shows the tab.
pub async fn page(visit: Visit) -> PageResult {
    let page = build(&visit, "", "", FieldErrors::default()).await?;
    render::page(&page)
}

async fn build(visit: &Visit, permission: &str, description: &str, errors: FieldErrors) -> Result<Page, PageError> {
    let id = visit.segment("api");
    let (api, all) = visit.read(move |tx, context| show::permissions(tx, context, &id)).await?;
    let tenant = visit.tenant_id();
    let row = |used: Used| Row {
        roles: used.roles.into_iter().map(|(id, name)| (name, urls::role_part(tenant, &id, "permissions"))).collect(),
        users: grouped(used.users),
        edit: urls::api_permission(tenant, &api.id, &used.permission.name, "edit"),
        remove: urls::api_permission(tenant, &api.id, &used.permission.name, "remove"),
        name: used.permission.name,
        description: used.permission.description,
    };
    Ok(Page {
        chrome: visit.chrome(),
        section: section(tenant, &api, "permissions"),
        rows: all.into_iter().map(row).collect(),
        action: urls::api_part(tenant, &api.id, "permissions"),
        permission: permission.to_owned(),
        description: description.to_owned(),
        errors,
    })
}

/// Adds a permission.
pub async fn add(visit: Visit, fields: Fields) -> PageResult {
    let id = visit.segment("api");
    let (name, description) = (fields.text("permission").to_owned(), fields.text("description").to_owned());
    let added = visit.write(move |tx, context| add_permission::add_permission(tx, context, &id, &name, &description));
    match added.await {
        Ok((api, permission)) => {
            let url = urls::api_part(visit.tenant_id(), &api.id, "permissions");
            render::done(&visit.request, url, format!("{} is added.", permission.name))
        }
        Err(Error::Invalid(errors)) => {
            render::invalid(&build(&visit, fields.text("permission"), fields.text("description"), errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}
