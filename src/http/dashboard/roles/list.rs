//! The Roles page.

use crate::features::roles::list::{self, ListedRole};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::Listing;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::paging::grouped;
use askama::Template;

#[derive(Template)]
#[template(path = "roles/list.html")]
struct Page {
    chrome: Chrome,
    rows: Vec<Row>,
    listing: Listing,
    create: String,
}

/// One role.
struct Row {
    name: String,
    description: String,
    href: String,
    users: String,
    users_href: String,
    permissions: String,
    permissions_href: String,
}

/// Shows the list.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (search, start) = (address.search(), address.start(Order::Text));
    let asked = search.clone();
    let (found, total) = visit.read(move |tx, context| list::list(tx, context, &asked, &start)).await?;
    let tenant = visit.tenant_id();
    let row = |listed: &ListedRole| Row {
        name: listed.role.name.clone(),
        description: listed.role.description.clone(),
        href: urls::role(tenant, &listed.role.id),
        users: listed.users.to_string(),
        users_href: urls::role_part(tenant, &listed.role.id, "users"),
        permissions: grouped(listed.permissions),
        permissions_href: urls::role_part(tenant, &listed.role.id, "permissions"),
    };
    let page = Page {
        chrome: visit.chrome(),
        rows: found.rows.iter().map(row).collect(),
        listing: Listing::of((&found, total), (urls::roles(tenant), search), ListedRole::key, ("role", "roles")),
        create: urls::create_role(tenant),
    };
    render::page(&page)
}
