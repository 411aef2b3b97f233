//! `GET /users`.

use super::json::UserJson;
use crate::features::users::{profiles, search};
use crate::http::management_api::call::Call;
use crate::http::management_api::paging::{Page, REACH, USUAL};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::projection::Projection;
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
    #[schemars(range(max = 100))]
    per_page: Option<u32>,
    /// Return results inside an object that contains the total result count (true) or as an array (false, default)
    #[serde(default)]
    include_totals: bool,
    /// Field to sort by, and 1 for ascending or -1 for descending order: field:order
    #[serde(default)]
    sort: String,
    /// Name of a connection, for its users alone
    connection: Option<String>,
    /// Query in the Lucene syntax
    #[serde(default)]
    q: String,
    /// Version of the search: v3
    search_engine: Option<Engine>,
    /// Accepted; the order is always the same
    #[expect(dead_code, reason = "programs send it, and it changes nothing")]
    primary_order: Option<bool>,
    #[serde(flatten)]
    projection: Projection,
}

/// The versions of the search that programs know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum Engine {
    V1,
    V2,
    V3,
}

/// Lists users, or searches them.
pub async fn list(call: Call<Query>) -> Result<Done<Page<UserJson>>, Problem> {
    let query = &call.query;
    if let Some(engine @ (Engine::V1 | Engine::V2)) = query.search_engine {
        let engine = if engine == Engine::V1 { "v1" } else { "v2" };
        return Err(Problem::bad_request(
            "operation_not_supported",
            format!("You are not allowed to use search_engine={engine}."),
        ));
    }
    let per_page = query.per_page.unwrap_or(USUAL) as usize;
    let start = query.page as usize * per_page;
    if call.tenant.limits_results && start >= REACH {
        return Err(Problem::bad_request("invalid_paging", "You can only page through the first 1000 records."));
    }
    let request = search::Request {
        q: query.q.clone(),
        sort: query.sort.clone(),
        page: query.page as usize,
        per_page,
        connection: query.connection.clone(),
        counts: query.include_totals,
    };
    let context = call.context.clone();
    let found = call.app.read(move |tx| {
        let found = search::search(tx, &context, &request)?;
        Ok((profiles::of(tx, &context, found.users)?, found.total))
    });
    let (profiles, total) = found.await.map_err(Problem::of_search)?;
    let (Total::Exactly(total) | Total::AtLeast(total)) = total;
    let users = UserJson::of_all(&profiles, &query.projection);
    Ok(Done(Page::of(users, query.include_totals, start, per_page, total)))
}
