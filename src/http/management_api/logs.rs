//! `/logs`.

use super::call::Call;
use super::paging::{Listed, Page, REACH, USUAL};
use super::problem::Problem;
use super::projection::Projection;
use super::reply::{Done, Linked};
use crate::features::logs::find;
use crate::features::logs::list::{self, Window};
use crate::features::logs::record::Record;
use crate::http::urls;
use crate::model::log_event_json::log_event_json;
use crate::model::paging::Total;
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
    pub fn of(record: &Record) -> Self {
        Self(log_event_json(&record.event, record.connection_id.as_deref()))
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
    connection_id: Option<String>,
    client_id: Option<String>,
    client_name: Option<String>,
    ip: Option<String>,
    /// The name by which the service was called
    hostname: Option<String>,
    user_id: Option<String>,
    user_name: Option<String>,
    audience: Option<String>,
    scope: Option<String>,
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
    /// The newest first, date:-1, or the oldest: date:1
    #[schemars(regex(pattern = "^date:-?1$"))]
    sort: Option<String>,
    /// Return results inside an object that contains the total result count (true) or as an array (false, default)
    #[serde(default)]
    include_totals: bool,
    /// What is searched for in the Lucene syntax, as in type:s AND user_id:"auth0|1"
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

/// Pages of the events so far: which, of how many events, and in which order.
pub(super) struct Pages {
    pub start: usize,
    pub per_page: usize,
    pub window: Window,
}

impl Pages {
    /// As they are asked for. Beyond what programs reach in this way every page is empty.
    pub fn asked(now: Timestamp, page: u32, per_page: Option<u32>, sort: Option<&str>) -> Self {
        let per_page = per_page.unwrap_or(USUAL) as usize;
        let start = page as usize * per_page;
        let skip = start.min(REACH);
        let window = Window {
            before: now + chrono::TimeDelta::milliseconds(1),
            skip,
            size: per_page.min(REACH - skip),
            oldest_first: sort == Some("date:1"),
        };
        Self { start, per_page, window }
    }

    /// The page of these events.
    pub fn page<T>(&self, rows: Vec<T>, with_totals: bool, total: Total) -> Page<T> {
        let (Total::Exactly(total) | Total::AtLeast(total)) = total;
        Page::of(rows, with_totals, self.start, self.per_page, total)
    }
}

/// Lists events: the newest first by pages, or the oldest first from one of them on; then a header says where to go on,
/// also at the end, where more will come.
pub async fn list(call: Call<Query>) -> Result<Linked<Page<LogJson>>, Problem> {
    let query = &call.query;
    let json = |events: &[Record]| -> Vec<LogJson> {
        events.iter().map(|record| LogJson(query.projection.apply_to(LogJson::of(record).0))).collect()
    };
    if query.from.is_some() || query.take.is_some() {
        let (after, take) = (query.from.clone(), query.take.unwrap_or(USUAL) as usize);
        let events = call
            .read_with(move |tx, context| match &after {
                Some(id) => list::after(tx, context, id, take),
                None => list::oldest(tx, context, take),
            })
            .await?;
        let last = events.last().map(|record| record.event.id.clone()).or_else(|| query.from.clone());
        let address = |last: String| format!("{}{}/logs?from={last}&take={take}", call.base, urls::API);
        return Ok(Linked { body: Page::of(json(&events), false, 0, 0, 0), next: last.map(address) });
    }
    let pages = Pages::asked(call.context.now, query.page, query.per_page, query.sort.as_deref());
    let q = query.q.clone().or_else(|| query.search.clone()).unwrap_or_default();
    let (context, window) = (call.context.clone(), pages.window);
    let found = call.app.read(move |tx| list::search(tx, &context, &q, &window)).await;
    let (events, total) = found.map_err(Problem::of_search)?;
    Ok(Linked { body: pages.page(json(&events), query.include_totals, total), next: None })
}

/// Returns one event.
pub async fn show(call: Call) -> Result<Done<LogJson>, Problem> {
    let id = call.part("id");
    let found = call.read_with(move |tx, context| find::find(tx, context, &id)).await?;
    let connection_id = found.connection().map(|c| c.id.clone());
    Ok(Done(LogJson::of(&Record { event: found.event, connection_id })))
}
