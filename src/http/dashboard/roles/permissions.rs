//! The Permissions tab of a role.

use super::section;
use crate::features::roles::remove_permission;
use crate::features::roles::show::{self, key_of};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::section::SectionView;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::permission::Permission;
use askama::Template;

#[derive(Template)]
#[template(path = "roles/permissions.html")]
struct Page {
    chrome: Chrome,
    section: SectionView,
    rows: Vec<Row>,
    search: String,
    links: Links,
    range: String,
    base: String,
    add: String,
}

/// One permission.
struct Row {
    name: String,
    description: String,
    api: String,
    api_href: String,
    remove: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (id, search, start) = (visit.segment("role"), address.search(), address.start(Order::Text));
    let asked = search.clone();
    let found = visit.read(move |tx, context| show::permissions(tx, context, &id, &asked, &start)).await?;
    let (tenant, role) = (visit.tenant_id(), &found.role);
    let base = urls::role_part(tenant, &role.id, "permissions");
    let row = |p: &Permission| Row {
        api_href: urls::api_part(tenant, &p.resource_server_id, "permissions"),
        remove: urls::role_permission(tenant, &role.id, &p.resource_server_id, &p.name, "remove"),
        name: p.name.clone(),
        description: p.description.clone(),
        api: p.api_name.clone(),
    };
    let page = Page {
        chrome: visit.chrome(),
        section: section(tenant, role, "permissions"),
        rows: found.page.rows.iter().map(|listed| row(&listed.permission)).collect(),
        links: Links::of(&found.page, key_of, |more| paging::href(&base, &[("q", &search)], more)),
        range: paging::range(&found.page, found.total, "permission", "permissions"),
        add: urls::role_part(tenant, &role.id, "permissions/add"),
        search,
        base,
    };
    render::page(&page)
}

/// Removes one, and offers to undo it.
pub async fn remove(visit: Visit) -> PageResult {
    let (id, api, name) = (visit.segment("role"), visit.segment("api"), visit.segment("permission"));
    let undo = urls::role_permission(visit.tenant_id(), &id, &api, &name, "add");
    let label = name.clone();
    let (role, changed) =
        visit.write(move |tx, context| remove_permission::remove_permission(tx, context, &id, &api, &name)).await?;
    let url = urls::role_part(visit.tenant_id(), &role.id, "permissions");
    if !changed {
        return render::done(&visit.request, url, format!("{} did not have {label}.", role.name));
    }
    render::done_with_undo(&visit.request, url, format!("{label} is removed from {}.", role.name), undo)
}
