//! The Applications page.

use crate::features::applications::list::{self, ListedApplication};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::{self, When, counted};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "applications/list.html")]
struct Page {
    chrome: Chrome,
    base: String,
    create: String,
    search: String,
    rows: Vec<Row>,
    links: Links,
    range: String,
}

struct Row {
    name: String,
    description: String,
    initials: String,
    hue: u8,
    kind: &'static str,
    client_id: String,
    href: String,
    connections: String,
    connections_href: String,
    created: When,
}

/// Shows the page.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (search, start) = (address.search(), address.start(Order::Text));
    let wanted = search.clone();
    let (found, total) = visit.read(move |tx, context| list::list(tx, context, &wanted, &start)).await?;
    let base = urls::applications(visit.tenant_id());
    render::page(&Page {
        create: urls::create_application(visit.tenant_id()),
        range: paging::range(&found, total, "application", "applications"),
        links: Links::of(&found, ListedApplication::key, |more| paging::href(&base, &[("q", &search)], more)),
        rows: found.rows.into_iter().map(|l| row(&visit, l)).collect(),
        chrome: visit.chrome(),
        base,
        search,
    })
}

fn row(visit: &Visit, listed: ListedApplication) -> Row {
    let (tenant, a) = (visit.tenant_id(), listed.application);
    let connections = usize::try_from(listed.connections).unwrap_or_default();
    Row {
        initials: shown::initials(&a.name),
        hue: shown::hue(&a.client_id),
        kind: a.kind.label(),
        href: urls::application(tenant, &a.client_id),
        connections: if connections == 0 { "None".into() } else { counted(connections, "connection", "connections") },
        connections_href: urls::application_part(tenant, &a.client_id, "connections"),
        created: When::at(a.created_at, visit.clock()),
        name: a.name,
        description: a.description,
        client_id: a.client_id,
    }
}
