//! One event of a user's history, in the user's frame.

use crate::features::logs::find;
use crate::http::dashboard::logs::event_view::EventView;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::show::UserView;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "users/tabs/history_event.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    event: EventView,
    history: String,
}

/// Shows the event.
pub async fn page(visit: Visit) -> PageResult {
    let (user, log) = (visit.user_id(), visit.segment("log"));
    let (header, found) = visit.read(move |tx, context| find::find_of_user(tx, context, &user, &log)).await?;
    let chrome = visit.chrome();
    render::page(&Page {
        user: UserView::new(&header, &visit.tenant, "history", chrome.may_manage_users()),
        event: EventView::new(&visit, &found),
        history: urls::user_part(visit.tenant_id(), &header.user.id, "history"),
        chrome,
    })
}
