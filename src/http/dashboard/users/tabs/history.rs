//! The History tab: what the user did and what was done to them, the last two days when opened.

use crate::features::users::history::{self, History, key_of};
use crate::http::dashboard::logs::filters::{Filters, Toolbar};
use crate::http::dashboard::logs::row::EventRow;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::show::UserView;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::Links;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::paging::Total;
use askama::Template;

#[derive(Template)]
#[template(path = "users/tabs/history.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    toolbar: Toolbar,
    rows: Vec<EventRow>,
    links: Links,
    range: String,
    filtered: bool,
    within: String,
    wider: String,
    wider_label: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    // Only what this list has: a text or a connection in the address would filter unseen.
    let address = address.only(&["range", "from", "to", "event", "after", "before", "at"]);
    let filters = Filters::read(&address, visit.tenant.log_retention_days);
    let wanted = filters.query(visit.clock(), address.start(Order::Instant));
    let id = visit.user_id();
    let found = visit.read(move |tx, context| history::history(tx, context, &id, &wanted)).await?;
    let page = build(&visit, &filters, found);
    render::with_status(page.toolbar.status(), &page)
}

fn build(visit: &Visit, filters: &Filters, found: History) -> Page {
    let user = &found.header.user;
    let base = urls::user_part(visit.tenant_id(), &user.id, "history");
    let chrome = visit.chrome();
    let wider = filters.asked.range.wider(filters.kept);
    let row = |e| EventRow::new(visit, &found.connections, e, urls::user_log_event(visit.tenant_id(), &user.id, &e.id));
    let noun = if found.total == Total::Exactly(1) { "event" } else { "events" };
    Page {
        user: UserView::new(&found.header, &visit.tenant, "history", chrome.may_manage_users()),
        toolbar: filters.toolbar(&base, visit.clock(), Vec::new()),
        rows: found.page.rows.iter().map(row).collect(),
        links: Links::of(&found.page, key_of, |more| filters.href(&base, more)),
        range: format!("{} {noun} {}", found.total, filters.asked.range.within()),
        filtered: filters.is_filtered(),
        within: filters.asked.range.within(),
        wider: wider.map(|r| filters.over(r).href(&base, "")).unwrap_or_default(),
        wider_label: wider.map(|r| format!("Show the {}", r.label().to_lowercase())).unwrap_or_default(),
        chrome,
    }
}
