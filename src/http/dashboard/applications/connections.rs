//! An application's Connections tab: every connection of the tenant, on or off.

use super::show::ApplicationView;
use crate::features::applications::details;
use crate::features::connections::allow_application::allow_application;
use crate::features::connections::list::ListedConnection;
use crate::http::dashboard::connections::show::{Switch, switched};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::connection::icon_of;
use askama::Template;

#[derive(Template)]
#[template(path = "applications/connections.html")]
struct Page {
    chrome: Chrome,
    application: ApplicationView,
    switches: Vec<Switch>,
    /// How many are on in all.
    on: i64,
    search: String,
    links: Links,
    range: String,
    base: String,
    connections_href: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (id, search, start) = (visit.segment("application"), address.search(), address.start(Order::Text));
    let asked = search.clone();
    let found = visit.read(move |tx, c| details::with_connections(tx, c, &id, &asked, &start)).await?;
    let (tenant, client_id) = (visit.tenant_id(), &found.application.client_id);
    let base = urls::application_part(tenant, client_id, "connections");
    let switch = |ListedConnection { connection, on, .. }: &ListedConnection| Switch {
        name: connection.label().to_owned(),
        second_line: connection.strategy.clone(),
        icon: icon_of(&connection.strategy),
        kind: connection.kind().label(),
        href: urls::connection(tenant, &connection.id),
        on: *on,
        action: urls::application_connection(tenant, client_id, &connection.id, !on),
    };
    render::page(&Page {
        chrome: visit.chrome(),
        switches: found.page.rows.iter().map(switch).collect(),
        links: Links::of(&found.page, ListedConnection::key, |more| paging::href(&base, &[("q", &search)], more)),
        range: paging::range(&found.page, found.total, "connection", "connections"),
        on: found.on,
        application: ApplicationView::new(&found.application, tenant, "connections"),
        connections_href: urls::connections(tenant),
        search,
        base,
    })
}

/// Turns a connection on.
pub async fn enable(visit: Visit) -> PageResult {
    set(visit, true).await
}

/// Turns a connection off.
pub async fn disable(visit: Visit) -> PageResult {
    set(visit, false).await
}

async fn set(visit: Visit, on: bool) -> PageResult {
    let (application, connection) = (visit.segment("application"), visit.segment("connection"));
    let (client, id) = (application.clone(), connection.clone());
    let outcome = visit.write(move |tx, context| allow_application(tx, context, &id, &client, on)).await?;
    let url = urls::application_part(visit.tenant_id(), &application, "connections");
    let undo = urls::application_connection(visit.tenant_id(), &application, &connection, !on);
    switched(&visit, url, &outcome, on, undo)
}
