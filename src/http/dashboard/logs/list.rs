//! The Logs page: what happened in the tenant, newest first. Everything you see is in its address.

use super::filters::{Choice, Filters, Toolbar};
use super::row::EventRow;
use crate::features::logs::list::{self, Logs, USERS_CAP, key_of};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::paging::{Links, OFFERED};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use crate::model::paging::Start;
use askama::Template;

#[derive(Template)]
#[template(path = "logs/list.html")]
struct Page {
    chrome: Chrome,
    toolbar: Toolbar,
    connection: Choice,
    application: Choice,
    search: String,
    /// What the search form must keep.
    kept: Vec<(&'static str, String)>,
    hint: String,
    rows: Vec<EventRow>,
    links: Links,
    range: String,
    filtered: bool,
    /// "in the last 2 days".
    within: String,
    wider: String,
    wider_label: String,
}

/// Shows the page.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let filters = Filters::read(&address, visit.tenant.log_retention_days);
    let start = address.start(Order::Instant);
    let found = read(&visit, &filters, start.clone()).await?;
    let (filters, found) = match without_strangers(&filters, &found, &address) {
        Some(filters) => (filters.clone(), read(&visit, &filters, start).await?),
        None => (filters, found),
    };
    let page = build(&visit, &filters, found);
    render::with_status(page.toolbar.status(), &page)
}

async fn read(visit: &Visit, filters: &Filters, start: Start) -> Result<Logs, PageError> {
    let (wanted, who) = (filters.query(visit.clock(), start), filters.who().to_owned());
    visit.read(move |tx, context| list::list(tx, context, &wanted, &who)).await
}

/// The filters without a connection or an application that is not there, if there is such a one. The log remembers those
/// that are gone: of whom it has events it shows them.
fn without_strangers(filters: &Filters, found: &Logs, address: &Address) -> Option<Filters> {
    let connection = |name: &String| found.connections.iter().any(|c| c.name == *name);
    let application = |id: &String| found.applications.iter().any(|a| a.client_id == *id);
    let known = Filters {
        connection: filters.connection.clone().filter(connection),
        application: filters.application.clone().filter(application),
        ..filters.clone()
    };
    let strange = [
        ("connection", known.connection != filters.connection, "the name of a connection of this tenant"),
        ("application", known.application != filters.application, "the client id of an application of this tenant"),
    ];
    if !found.page.rows.is_empty() || strange.iter().all(|(_, is_strange, _)| !is_strange) {
        return None;
    }
    strange.iter().filter(|(_, is_strange, _)| *is_strange).for_each(|(name, _, may_be)| address.refuse(name, may_be));
    Some(known)
}

fn build(visit: &Visit, filters: &Filters, found: Logs) -> Page {
    let tenant = visit.tenant_id();
    let base = urls::logs(tenant);
    let wider = filters.asked.range.wider(filters.kept);
    let row = |e| EventRow::new(visit, &found.connections, e, urls::log_event(tenant, &e.id));
    Page {
        chrome: visit.chrome(),
        toolbar: filters.toolbar(&base, visit.clock(), chips(filters, &found, &base)),
        connection: connection_choice(filters, &found, &base),
        application: application_choice(filters, &found, &base),
        search: filters.q.clone(),
        kept: filters.pairs_without(&["q"]),
        hint: if found.users_cut {
            format!("More than {USERS_CAP} users match: these are events of some of them. Type more of the name.")
        } else {
            String::new()
        },
        rows: found.page.rows.iter().map(row).collect(),
        links: Links::of(&found.page, key_of, |more| filters.href(&base, more)),
        range: range_words(filters, &found),
        filtered: filters.is_filtered(),
        within: filters.asked.range.within(),
        wider: wider.map(|r| filters.over(r).href(&base, "")).unwrap_or_default(),
        wider_label: wider.map(|r| format!("Show the {}", r.label().to_lowercase())).unwrap_or_default(),
    }
}

/// Events of a whole tenant are not counted; one page of them is.
fn range_words(filters: &Filters, found: &Logs) -> String {
    let page = &found.page;
    let here = if page.has_previous || page.has_next { " on this page," } else { "" };
    format!("{}{here} {}", counted(page.rows.len(), "event", "events"), filters.asked.range.within())
}

fn chips(filters: &Filters, found: &Logs, base: &str) -> Vec<(String, String)> {
    let mut chips = Vec::new();
    if !filters.q.is_empty() {
        let text = if filters.who().is_empty() {
            format!("IP address is {}", filters.q)
        } else {
            format!("User is {}", filters.q)
        };
        chips.push((text, Filters { q: String::new(), ..filters.clone() }.href(base, "")));
    }
    if let Some(name) = &filters.connection {
        let label = found.connections.iter().find(|c| c.name == *name).map_or(name.as_str(), |c| c.label());
        chips.push((format!("Connection is {label}"), Filters { connection: None, ..filters.clone() }.href(base, "")));
    }
    if let Some(id) = &filters.application {
        let label = found.applications.iter().find(|a| a.client_id == *id).map_or(id.as_str(), |a| a.name.as_str());
        chips
            .push((format!("Application is {label}"), Filters { application: None, ..filters.clone() }.href(base, "")));
    }
    chips
}

fn connection_choice(filters: &Filters, found: &Logs, base: &str) -> Choice {
    let with = |name: Option<&str>| Filters { connection: name.map(str::to_owned), ..filters.clone() }.href(base, "");
    let mut options = vec![("All connections".to_owned(), with(None), filters.connection.is_none())];
    let on = |name: &str| filters.connection.as_deref() == Some(name);
    options.extend(
        found.connections.iter().take(OFFERED).map(|c| (c.label().to_owned(), with(Some(&c.name)), on(&c.name))),
    );
    let other = filters.other(base, found.connections.len(), "connection", "Another connection, by its name");
    Choice { label: "Connection".into(), icon: "plug", testid: "filter-connection", options, other }
}

fn application_choice(filters: &Filters, found: &Logs, base: &str) -> Choice {
    let with = |id: Option<&str>| Filters { application: id.map(str::to_owned), ..filters.clone() }.href(base, "");
    let mut options = vec![("All applications".to_owned(), with(None), filters.application.is_none())];
    let on = |id: &str| filters.application.as_deref() == Some(id);
    options.extend(
        found.applications.iter().take(OFFERED).map(|a| (a.name.clone(), with(Some(&a.client_id)), on(&a.client_id))),
    );
    let other = filters.other(base, found.applications.len(), "application", "Another application, by its client id");
    Choice { label: "Application".into(), icon: "app-window", testid: "filter-application", options, other }
}
