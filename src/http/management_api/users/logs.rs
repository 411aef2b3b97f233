//! `GET /users/{id}/logs`.

use crate::features::users::history;
use crate::http::management_api::call::Call;
use crate::http::management_api::logs::{LogJson, newest, per_page};
use crate::http::management_api::paging::Page;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::Done;
use crate::model::paging::Total;
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
    /// The newest first: date:-1
    #[schemars(regex(pattern = "^date:-1$"))]
    #[expect(dead_code, reason = "there is one order, and programs may name it")]
    sort: Option<String>,
    /// Return results inside an object that contains the total result count (true) or as an array (false, default)
    #[serde(default)]
    include_totals: bool,
}

/// Lists what happened to a user, the newest first.
pub async fn list(call: Call<Query>) -> Result<Done<Page<LogJson>>, Problem> {
    let query = &call.query;
    let (start, size) = (query.page as usize * per_page(query.per_page), per_page(query.per_page));
    let asked = newest(call.context.now, start, size);
    let id = call.user_id();
    let (page, total) = call.read_with(move |tx, context| history::events(tx, context, &id, &asked)).await?;
    let (Total::Exactly(total) | Total::AtLeast(total)) = total;
    let rows = page.rows.iter().map(LogJson::of).collect();
    Ok(Done(Page::of(rows, query.include_totals, start, size, total)))
}
