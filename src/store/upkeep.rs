//! When each piece of upkeep is due, and removing what is over, so much at a time.

use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::upkeep as table;
use crate::error::Result;
use crate::model::Timestamp;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp as SqlTimestamp};

/// What is over and can go: by table, the column that says when, and the columns that name a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stale {
    Tickets,
    OperatorTickets,
    RememberedBrowsers,
    OperatorSessions,
    SignInThrottles,
    UsedAssertions,
    Mails,
}

impl Stale {
    fn place(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Tickets => ("tickets", "expires_at", "tenant_id, token_hash"),
            Self::OperatorTickets => ("operator_tickets", "expires_at", "tenant_id, token_hash"),
            Self::RememberedBrowsers => ("remembered_browsers", "expires_at", "tenant_id, token_hash"),
            Self::OperatorSessions => ("operator_sessions", "last_seen_at", "id_hash"),
            Self::SignInThrottles => ("sign_in_throttles", "last_failed_at", "throttle_key"),
            Self::UsedAssertions => ("used_assertions", "expires_at", "tenant_id, client_id, name_hash"),
            Self::Mails => ("outbox", "created_at", "tenant_id, mail_id"),
        }
    }
}

/// Takes a task that is due and says when it is due next; of several who ask at once, one gets it.
pub fn claim(tx: &mut Tx, task: &str, now: Timestamp, next: Timestamp) -> Result<bool> {
    let due = table::table.find(task).filter(table::due_at.le(now));
    if diesel::update(due).set(table::due_at.eq(next)).execute(tx.conn())? == 1 {
        return Ok(true);
    }
    let first = diesel::insert_into(table::table)
        .values((table::task.eq(task), table::due_at.eq(next)))
        .on_conflict_do_nothing();
    let inserted = match tx.conn() {
        AnyConnection::Sqlite(conn) => first.execute(conn)?,
        AnyConnection::Postgres(conn) => first.execute(conn)?,
    };
    Ok(inserted == 1)
}

/// Removes at most so many rows that were over before an instant, the oldest first.
pub fn remove(tx: &mut Tx, stale: Stale, before: Timestamp, most: usize) -> Result<usize> {
    let (name, column, key) = stale.place();
    let text = format!(
        "DELETE FROM {name} WHERE ({key}) IN (SELECT {key} FROM {name} WHERE {column} < $1 ORDER BY {column} LIMIT $2)"
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    Ok(diesel::sql_query(text).bind::<SqlTimestamp, _>(before).bind::<BigInt, _>(most).execute(tx.conn())?)
}

/// Removes at most so many of a tenant's log events that are older than an instant, the oldest first.
pub fn remove_events(tx: &mut Tx, tenant: &str, before: Timestamp, most: usize) -> Result<usize> {
    let text = "DELETE FROM log_events WHERE tenant_id = $1 AND log_id IN \
        (SELECT log_id FROM log_events WHERE tenant_id = $1 AND date < $2 ORDER BY date, log_id LIMIT $3)";
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let query = diesel::sql_query(text).bind::<Text, _>(tenant).bind::<SqlTimestamp, _>(before).bind::<BigInt, _>(most);
    Ok(query.execute(tx.conn())?)
}
