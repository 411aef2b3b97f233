//! `/logs`.

use super::call::Call;
use super::log_search;
use super::paging::{Listed, Page, USUAL};
use super::problem::Problem;
use super::projection::Projection;
use super::reply::{Done, Linked};
use crate::features::logs::find;
use crate::features::logs::list::{self, LogQuery};
use crate::http::urls;
use crate::model::log_event::LogEvent;
use crate::model::log_event_json::log_event_json;
use crate::model::paging::{Start, Total};
use crate::model::{JsonObject, Timestamp};
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// A log event, whole or in part.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct LogJson(Value);

impl LogJson {
    /// Of an event.
    pub fn of(event: &LogEvent) -> Self {
        Self(log_event_json(event))
    }
}

impl Listed for LogJson {
    const KEY: &'static str = "logs";
    const WITH_LENGTH: bool = true;
}

impl JsonSchema for LogJson {
    fn schema_name() -> Cow<'static, str> {
        "LogEvent".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        LogShape::json_schema(generator)
    }
}

/// A log event.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what log_event_json writes")]
struct LogShape {
    #[schemars(extend("format" = "date-time"))]
    date: Option<String>,
    /// The kind of event
    #[schemars(rename = "type")]
    kind: Option<String>,
    #[schemars(extend("x-nullable" = true))]
    description: Option<String>,
    connection: Option<String>,
    client_id: Option<String>,
    client_name: Option<String>,
    ip: Option<String>,
    user_id: Option<String>,
    user_name: Option<String>,
    strategy: Option<String>,
    strategy_type: Option<String>,
    log_id: Option<String>,
    #[schemars(rename = "isMobile")]
    is_mobile: Option<bool>,
    user_agent: Option<String>,
    details: Option<JsonObject>,
    location_info: Option<JsonObject>,
}

/// The query.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Page index of the results to return. First page is 0
    #[serde(default)]
    page: u32,
    /// Number of results per page
    #[schemars(range(max = 100))]
    per_page: Option<u32>,
    /// The newest first: date:-1
    #[schemars(regex(pattern = "^date:-1$"))]
    #[expect(dead_code, reason = "there is one order, and programs may name it")]
    sort: Option<String>,
    /// Return results inside an object that contains the total result count (true) or as an array (false, default)
    #[serde(default)]
    include_totals: bool,
    /// What is searched for, as in type:s AND user_id:"auth0|1"
    q: Option<String>,
    /// The same under another name
    search: Option<String>,
    /// Id of the event after which to begin, the oldest first
    from: Option<String>,
    /// Number of events after that one
    #[schemars(range(min = 1, max = 100))]
    take: Option<u32>,
    #[serde(flatten)]
    projection: Projection,
}

/// Events of a page, when nobody says how many the usual number.
pub(super) fn per_page(said: Option<u32>) -> usize {
    said.unwrap_or(USUAL) as usize
}

/// A window of the events so far, the newest first.
pub(super) fn newest(now: Timestamp, start: usize, size: usize) -> LogQuery {
    LogQuery {
        to: now + chrono::TimeDelta::milliseconds(1),
        size,
        start: Start::Skip(u32::try_from(start).unwrap_or(u32::MAX)),
        ..LogQuery::default()
    }
}

/// Lists events: the newest first by pages, or the oldest first from one of them on; then a header says where to go on,
/// also at the end, where more will come.
pub async fn list(call: Call<Query>) -> Result<Linked<Page<LogJson>>, Problem> {
    let query = &call.query;
    let json = |events: &[LogEvent]| -> Vec<LogJson> {
        events.iter().map(|event| LogJson(query.projection.apply_to(log_event_json(event)))).collect()
    };
    if query.from.is_some() || query.take.is_some() {
        let (after, take) = (query.from.clone(), query.take.unwrap_or(USUAL) as usize);
        let events = call
            .read_with(move |tx, context| match &after {
                Some(id) => list::after(tx, context, id, take),
                None => list::oldest(tx, context, take),
            })
            .await?;
        let last = events.last().map(|event| event.id.clone()).or_else(|| query.from.clone());
        let address = |last: String| format!("{}{}/logs?from={last}&take={take}", call.base, urls::API);
        return Ok(Linked { body: Page::of(json(&events), false, 0, 0, 0), next: last.map(address) });
    }
    let (start, size) = (query.page as usize * per_page(query.per_page), per_page(query.per_page));
    let mut asked = newest(call.context.now, start, size);
    if let Some(search) = query.q.as_deref().or(query.search.as_deref())
        && !log_search::apply(search, &mut asked)?
    {
        return Ok(Linked { body: Page::of(Vec::new(), query.include_totals, start, size, 0), next: None });
    }
    let (page, total) = call.read_with(move |tx, context| list::events(tx, context, &asked)).await?;
    let (Total::Exactly(total) | Total::AtLeast(total)) = total;
    Ok(Linked { body: Page::of(json(&page.rows), query.include_totals, start, size, total), next: None })
}

/// Returns one event.
pub async fn show(call: Call) -> Result<Done<LogJson>, Problem> {
    let id = call.part("id");
    let found = call.read_with(move |tx, context| find::find(tx, context, &id)).await?;
    Ok(Done(LogJson::of(&found.event)))
}
