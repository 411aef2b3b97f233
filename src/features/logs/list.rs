//! The Logs page: events of the whole tenant, newest first.

use super::record::{Record, records};
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::application::Application;
use crate::model::connection::Connection;
use crate::model::log_event::LogEvent;
use crate::model::paging::{Page, Start, Total};
use crate::model::search::parse_log;
use crate::store::{Tx, applications, connections, log_events, log_list, log_search};

pub use crate::store::log_list::{COUNT_CAP, Query as LogQuery, USERS_CAP, key_of};
pub use crate::store::log_search::Window;

/// What the page shows.
pub struct Logs {
    pub page: Page<LogEvent>,
    pub connections: Vec<Connection>,
    pub applications: Vec<Application>,
    /// The text may stand for more users than were looked at.
    pub users_cut: bool,
}

/// Searches the log; a query that cannot be read is a mistake of the field `q`, with its place.
pub fn search(tx: &mut Tx, context: &Context, q: &str, window: &Window) -> Result<(Vec<Record>, Total)> {
    let filter = parse_log(q).map_err(|mistake| Error::field("q", mistake.to_string()))?;
    let (events, total) = log_search::search(tx, &context.tenant, &filter, window)?;
    Ok((records(tx, context, events)?, total))
}

/// Events after one of them, the oldest first.
pub fn after(tx: &mut Tx, context: &Context, id: &str, size: usize) -> Result<Vec<Record>> {
    let event = log_events::find(tx, &context.tenant, id)?;
    let to = context.now + chrono::TimeDelta::days(1);
    let query = LogQuery { to, size, start: Start::Before(key_of(&event)), ..LogQuery::default() };
    let mut rows = log_list::page(tx, &context.tenant, &query)?.rows;
    rows.reverse();
    records(tx, context, rows)
}

/// The oldest events.
pub fn oldest(tx: &mut Tx, context: &Context, size: usize) -> Result<Vec<Record>> {
    let to = context.now + chrono::TimeDelta::days(1);
    let query = LogQuery { to, size, start: Start::Last, ..LogQuery::default() };
    let mut rows = log_list::page(tx, &context.tenant, &query)?.rows;
    rows.reverse();
    records(tx, context, rows)
}

/// Reads the page: at most four statements. `text` is a user's id, or how a name or an email address begins.
pub fn list(tx: &mut Tx, context: &Context, query: &LogQuery, text: &str) -> Result<Logs> {
    let mut query = query.clone();
    let mut users_cut = false;
    if !text.is_empty() {
        let mut users = log_list::users_like(tx, &context.tenant, text)?;
        users_cut = users.len() >= USERS_CAP;
        users.push(text.to_owned());
        query.users = Some(users);
    }
    Ok(Logs {
        page: log_list::page(tx, &context.tenant, &query)?,
        connections: connections::all(tx, &context.tenant)?,
        applications: applications::all(tx, &context.tenant)?,
        users_cut,
    })
}
