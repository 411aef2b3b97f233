//! A connection's Applications tab: every application of the tenant, on or off.

use super::show::{ConnectionView, Switch, switched};
use crate::features::applications::list::ListedApplication;
use crate::features::connections::allow_application::allow_application;
use crate::features::connections::details;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "connections/applications.html")]
struct Page {
    chrome: Chrome,
    connection: ConnectionView,
    switches: Vec<Switch>,
    /// How many are on in all.
    on: i64,
    search: String,
    links: Links,
    range: String,
    base: String,
    create_application: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (id, search, start) = (visit.segment("connection"), address.search(), address.start(Order::Text));
    let asked = search.clone();
    let found = visit.read(move |tx, c| details::with_applications(tx, c, &id, &asked, &start)).await?;
    let (tenant, connection) = (visit.tenant_id(), &found.connection);
    let base = urls::connection_applications(tenant, &connection.id);
    let switch = |ListedApplication { application, on, .. }: &ListedApplication| Switch {
        name: application.name.clone(),
        second_line: application.description.clone(),
        icon: "app-window",
        kind: application.kind.label(),
        href: urls::application(tenant, &application.client_id),
        on: *on,
        action: urls::connection_application(tenant, &connection.id, &application.client_id, !on),
    };
    render::page(&Page {
        chrome: visit.chrome(),
        switches: found.page.rows.iter().map(switch).collect(),
        links: Links::of(&found.page, ListedApplication::key, |more| paging::href(&base, &[("q", &search)], more)),
        range: paging::range(&found.page, found.total, "application", "applications"),
        on: found.on,
        connection: ConnectionView::new(connection, tenant, "applications"),
        create_application: urls::create_application(tenant),
        search,
        base,
    })
}

/// Turns the connection on for an application.
pub async fn enable(visit: Visit) -> PageResult {
    set(visit, true).await
}

/// Turns the connection off for an application.
pub async fn disable(visit: Visit) -> PageResult {
    set(visit, false).await
}

async fn set(visit: Visit, on: bool) -> PageResult {
    let (connection, application) = (visit.segment("connection"), visit.segment("application"));
    let (id, client) = (connection.clone(), application.clone());
    let outcome = visit.write(move |tx, context| allow_application(tx, context, &id, &client, on)).await?;
    let url = urls::connection_applications(visit.tenant_id(), &connection);
    let undo = urls::connection_application(visit.tenant_id(), &connection, &application, !on);
    switched(&visit, url, &outcome, on, undo)
}
