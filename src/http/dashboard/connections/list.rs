//! The Connections page.

use crate::features::connections::list::{self, ListedConnection, Query};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use crate::model::connection::{Kind, icon_of};
use askama::Template;

const KINDS: [Kind; 4] = [Kind::Database, Kind::Social, Kind::Enterprise, Kind::Passwordless];

#[derive(Template)]
#[template(path = "connections/list.html")]
struct Page {
    chrome: Chrome,
    base: String,
    create: String,
    search: String,
    kind: &'static str,
    /// Words, address and whether it is on.
    kinds: Vec<(&'static str, String, bool)>,
    rows: Vec<Row>,
    links: Links,
    range: String,
}

struct Row {
    label: String,
    name: String,
    icon: &'static str,
    kind: &'static str,
    strategy: String,
    href: String,
    /// `None` when no application may use it.
    applications: Option<String>,
    applications_href: String,
    users_href: String,
}

/// Shows the page.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (search, start) = (address.search(), address.start(Order::Text));
    let kind = address.choice("kind", KINDS.map(|kind| (kind.strategy_type(), kind)));
    let query = Query { kind, search: search.clone(), application: String::new() };
    let (found, total) = visit.read(move |tx, context| list::list(tx, context, &query, &start)).await?;
    let base = urls::connections(visit.tenant_id());
    let word = |kind: Option<Kind>| kind.map_or("", Kind::strategy_type);
    let href = |kind, more: &str| paging::href(&base, &[("kind", word(kind)), ("q", &search)], more);
    let mut kinds = vec![("All", href(None, ""), kind.is_none())];
    kinds.extend(KINDS.map(|k| (k.label(), href(Some(k), ""), kind == Some(k))));
    render::page(&Page {
        create: urls::create_connection(visit.tenant_id()),
        kind: word(kind),
        kinds,
        range: paging::range(&found, total, "connection", "connections"),
        links: Links::of(&found, ListedConnection::key, |more| href(kind, more)),
        rows: found.rows.into_iter().map(|l| row(&visit, l)).collect(),
        chrome: visit.chrome(),
        base,
        search,
    })
}

fn row(visit: &Visit, listed: ListedConnection) -> Row {
    let (tenant, c) = (visit.tenant_id(), listed.connection);
    let applications = usize::try_from(listed.applications).unwrap_or_default();
    Row {
        label: c.label().to_owned(),
        icon: icon_of(&c.strategy),
        kind: c.kind().label(),
        href: urls::connection(tenant, &c.id),
        applications: (applications > 0).then(|| counted(applications, "application", "applications")),
        applications_href: urls::connection_applications(tenant, &c.id),
        users_href: format!("{}?connection={}", urls::users(tenant), urls::encode(&c.name)),
        name: c.name,
        strategy: c.strategy,
    }
}
