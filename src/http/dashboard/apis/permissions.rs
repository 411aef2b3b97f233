//! The Permissions tab of an API: who has each, and the form that adds one.

use super::section;
use crate::error::{Error, FieldErrors};
use crate::features::resource_servers::add_permission;
use crate::features::resource_servers::show::{self, Used, key_of};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::section::SectionView;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::paging::grouped;
use crate::model::tenant::TenantId;
use askama::Template;

/// How many roles of a permission are named.
const ROLES: usize = 5;

#[derive(Template)]
#[template(path = "apis/permissions.html")]
struct Page {
    chrome: Chrome,
    section: SectionView,
    rows: Vec<Row>,
    search: String,
    links: Links,
    range: String,
    action: String,
    is_system: bool,
    permission: String,
    description: String,
    errors: FieldErrors,
}

/// One permission.
struct Row {
    name: String,
    description: String,
    /// Name and address of the first few.
    roles: Vec<(String, String)>,
    more_roles: usize,
    users: String,
    edit: String,
    remove: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let page = build(&visit, &address, "", "", FieldErrors::default()).await?;
    render::page(&page)
}

async fn build(
    visit: &Visit,
    address: &Address,
    permission: &str,
    description: &str,
    errors: FieldErrors,
) -> Result<Page, PageError> {
    let (id, search, start) = (visit.segment("api"), address.search(), address.start(Order::Text));
    let asked = search.clone();
    let found = visit.read(move |tx, context| show::permissions(tx, context, &id, &asked, &start)).await?;
    let (tenant, api) = (visit.tenant_id(), &found.api);
    let action = urls::api_part(tenant, &api.id, "permissions");
    Ok(Page {
        chrome: visit.chrome(),
        section: section(tenant, api, "permissions"),
        links: Links::of(&found.page, key_of, |more| paging::href(&action, &[("q", &search)], more)),
        range: paging::range(&found.page, found.total, "permission", "permissions"),
        is_system: api.is_system,
        rows: found.page.rows.into_iter().map(|used| row(tenant, &api.id, used)).collect(),
        search,
        action,
        permission: permission.to_owned(),
        description: description.to_owned(),
        errors,
    })
}

fn row(tenant: &TenantId, api: &str, used: Used) -> Row {
    let href = |id: &str| urls::role_part(tenant, id, "permissions");
    Row {
        more_roles: used.roles.len().saturating_sub(ROLES),
        roles: used.roles.into_iter().take(ROLES).map(|(id, name)| (name, href(&id))).collect(),
        users: grouped(used.users),
        edit: urls::api_permission(tenant, api, &used.permission.name, "edit"),
        remove: urls::api_permission(tenant, api, &used.permission.name, "remove"),
        name: used.permission.name,
        description: used.permission.description,
    }
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
            let typed = (fields.text("permission"), fields.text("description"));
            render::invalid(&build(&visit, &Address::default(), typed.0, typed.1, errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}
