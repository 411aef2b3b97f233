//! `GET /users/{id}/logs`.

use crate::features::users::history;
use crate::http::management_api::call::Call;
use crate::http::management_api::logs::{LogJson, Pages};
use crate::http::management_api::paging::Page;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::Done;
use schemars::JsonSchema;
use serde::Deserialize;

/// The query.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Page index of the results to return. First page is 0
    #[serde(default)]
    page: u32,
    /// Number of results per page
    #[schemars(range(min = 1, max = 100))]
    per_page: Option<u32>,
    /// The newest first, date:-1, or the oldest: date:1
    #[schemars(regex(pattern = "^date:-?1$"))]
    sort: Option<String>,
    /// Return results inside an object that contains the total result count (true) or as an array (false, default)
    #[serde(default)]
    include_totals: bool,
}

/// Lists what happened to a user.
pub async fn list(call: Call<Query>) -> Result<Done<Page<LogJson>>, Problem> {
    let query = &call.query;
    let pages = Pages::asked(call.context.now, query.page, query.per_page, query.sort.as_deref());
    let (id, window) = (call.user_id(), pages.window);
    let (events, total) = call.read_with(move |tx, context| history::events(tx, context, &id, &window)).await?;
    Ok(Done(pages.page(events.iter().map(LogJson::of).collect(), query.include_totals, total)))
}
