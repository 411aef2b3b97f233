//! The APIs page.

use crate::features::resource_servers::list;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::paging::grouped;
use askama::Template;

#[derive(Template)]
#[template(path = "apis/list.html")]
struct Page {
    chrome: Chrome,
    rows: Vec<Row>,
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
pub async fn page(visit: Visit) -> PageResult {
    let all = visit.read(list::list).await?;
    let tenant = visit.tenant_id();
    let rows = all.into_iter().map(|(api, uses)| Row {
        href: urls::api(tenant, &api.id),
        permissions_href: urls::api_part(tenant, &api.id, "permissions"),
        name: api.name,
        identifier: api.identifier,
        permissions: grouped(uses.permissions),
        roles: grouped(uses.roles),
    });
    render::page(&Page { rows: rows.collect(), create: urls::create_api(tenant), chrome: visit.chrome() })
}
