//! The APIs page.

use crate::features::resource_servers::list::{self, ListedApi};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::Listing;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::paging::grouped;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/list.html")]
struct Page {
    chrome: Chrome,
    rows: Vec<Row>,
    listing: Listing,
    create: String,
}

/// One API.
struct Row {
    name: String,
    identifier: String,
    href: String,
    permissions: String,
    permissions_href: String,
    roles: String,
}

/// Shows the list.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (search, start) = (address.search(), address.start(Order::Text));
    let wanted = search.clone();
    let (found, total) = visit.read(move |tx, context| list::list(tx, context, &wanted, &start)).await?;
    let tenant = visit.tenant_id();
    let row = |listed: &ListedApi| Row {
        href: urls::api(tenant, &listed.api.id),
        permissions_href: urls::api_part(tenant, &listed.api.id, "permissions"),
        name: listed.api.name.clone(),
        identifier: listed.api.identifier.clone(),
        permissions: grouped(listed.permissions),
        roles: grouped(listed.roles),
    };
    render::page(&Page {
        chrome: visit.chrome(),
        rows: found.rows.iter().map(row).collect(),
        listing: Listing::of((&found, total), (urls::apis(tenant), search), ListedApi::key, ("API", "APIs")),
        create: urls::create_api(tenant),
    })
}
