//! One event of the log.

use super::event_view::EventView;
use crate::features::logs::find;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "logs/show.html")]
struct Page {
    chrome: Chrome,
    event: EventView,
    logs: String,
}

/// Shows the event.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("log");
    let found = visit.read(move |tx, context| find::find(tx, context, &id)).await?;
    let event = EventView::new(&visit, &found);
    render::page(&Page { chrome: visit.chrome(), event, logs: urls::logs(visit.tenant_id()) })
}
