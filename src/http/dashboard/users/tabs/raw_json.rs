//! The Raw JSON tab: the whole profile, exactly as the Management API returns it.

use crate::features::users::details;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::show::UserView;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::json_view::JsonView;
use crate::http::hall::render::{self, PageResult};
use crate::model::user_json::user_json;
use askama::Template;

#[derive(Template)]
#[template(path = "users/tabs/raw_json.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    json: JsonView,
}

/// Shows the tab.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let found = visit.read(move |tx, context| details::details(tx, context, &id)).await?;
    let chrome = visit.chrome();
    let user = UserView::new(&found.header, &visit.tenant, "raw-json", chrome.may_manage_users());
    let json = JsonView::of(&user_json(&found.header.user, &found.header.identities, &found.factors));
    render::page(&Page { chrome, user, json })
}
