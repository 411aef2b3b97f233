//! The History tab: a user's log events, newest first.

use super::details::{self, Header};
use crate::error::Result;
use crate::features::context::Context;
use crate::features::logs::record::{Record, records};
use crate::model::connection::Connection;
use crate::model::log_event::LogEvent;
use crate::model::paging::{Page, Total};
use crate::model::search::{LogField, LogFilter, Test};
use crate::model::user::UserId;
use crate::store::log_search::{self, Window};
use crate::store::{Tx, connections, log_list};

pub use crate::store::log_list::{Query as HistoryQuery, key_of};

/// What the tab shows.
pub struct History {
    pub header: Header,
    pub page: Page<LogEvent>,
    pub total: Total,
    pub connections: Vec<Connection>,
}

/// A window of a user's events and how many there are; also of somebody who is gone by now.
pub fn events(tx: &mut Tx, context: &Context, user: &UserId, window: &Window) -> Result<(Vec<Record>, Total)> {
    let theirs = LogFilter::Text(LogField::UserId, Test::Equals(user.as_str().to_owned()));
    let (events, total) = log_search::search(tx, &context.tenant, &theirs, window)?;
    Ok((records(tx, context, events)?, total))
}

/// Reads the tab: six statements.
pub fn history(tx: &mut Tx, context: &Context, user: &UserId, query: &HistoryQuery) -> Result<History> {
    let query = HistoryQuery { users: Some(vec![user.as_str().to_owned()]), ..query.clone() };
    Ok(History {
        header: details::header(tx, context, user)?,
        page: log_list::page(tx, &context.tenant, &query)?,
        total: log_list::total(tx, &context.tenant, &query)?,
        connections: connections::all(tx, &context.tenant)?,
    })
}
