//! The Connections page.

use crate::features::connections::list::{self, Listed};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use crate::model::connection::{Kind, icon_of};
use actix_web::web;
use askama::Template;
use serde::Deserialize;

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
    total: usize,
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

/// What the address says.
#[derive(Debug, Deserialize)]
pub struct Address {
    #[serde(default)]
    q: String,
    #[serde(default)]
    kind: String,
}

/// Shows the page.
pub async fn page(visit: Visit, address: web::Query<Address>) -> PageResult {
    let search: String = address.q.trim().chars().filter(|c| *c != '\0').take(300).collect();
    let kind = KINDS.into_iter().find(|k| k.strategy_type() == address.kind);
    let wanted = search.clone();
    let (found, total) = visit.read(move |tx, context| list::list(tx, context, kind, &wanted)).await?;
    let base = urls::connections(visit.tenant_id());
    let href = |kind: Option<Kind>| {
        let kind = kind.map(|k| format!("kind={}", k.strategy_type()));
        let q = Some(&search).filter(|q| !q.is_empty()).map(|q| format!("q={}", urls::encode(q)));
        let query: Vec<String> = kind.into_iter().chain(q).collect();
        if query.is_empty() { base.clone() } else { format!("{base}?{}", query.join("&")) }
    };
    let mut kinds = vec![("All", href(None), kind.is_none())];
    kinds.extend(KINDS.map(|k| (k.label(), href(Some(k)), kind == Some(k))));
    render::page(&Page {
        create: urls::create_connection(visit.tenant_id()),
        kind: kind.map_or("", Kind::strategy_type),
        kinds,
        range: counted(found.len(), "connection", "connections"),
        rows: found.into_iter().map(|l| row(&visit, l)).collect(),
        chrome: visit.chrome(),
        base,
        search,
        total,
    })
}

fn row(visit: &Visit, listed: Listed) -> Row {
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
