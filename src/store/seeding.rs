//! Writing whole tenants at once, finding out what is there already, and emptying the house.

use super::bulk::insert_all;
use super::connection::AnyConnection;
use super::db::Tx;
use super::log_events::LogRow;
use super::schema::{log_events, user_sessions, users};
use crate::error::Result;
use crate::model::log_event::LogEvent;
use crate::model::session::Session;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::collections::HashSet;

/// How many ids one look-up asks for.
const IDS: usize = 1_000;

/// Which of these users exist.
pub fn existing_users(tx: &mut Tx, tenant: &TenantId, ids: &[&str]) -> Result<HashSet<String>> {
    let mut found = HashSet::new();
    for some in ids.chunks(IDS) {
        // A list of ids is an array on one database and so many binds on the other.
        let some = users::user_id.eq_any(some);
        let mine = users::table.filter(users::tenant_id.eq(tenant.as_str()));
        let rows: Vec<String> = match tx.conn() {
            AnyConnection::Sqlite(conn) => mine.filter(some).select(users::user_id).load(conn)?,
            AnyConnection::Postgres(conn) => mine.filter(some).select(users::user_id).load(conn)?,
        };
        found.extend(rows);
    }
    Ok(found)
}

/// A session to be stored.
#[derive(Debug, Clone)]
pub struct NewSession {
    pub user: UserId,
    pub client_id: Option<String>,
    pub session: Session,
}

/// Adds end users' sessions.
pub fn insert_sessions(tx: &mut Tx, tenant: &TenantId, all: &[NewSession]) -> Result<()> {
    insert_all!(tx, user_sessions::table, all, |new| Ok((
        user_sessions::tenant_id.eq(tenant.as_str()),
        user_sessions::session_id.eq(&new.session.id),
        user_sessions::user_id.eq(new.user.as_str()),
        user_sessions::client_id.eq(new.client_id.as_deref()),
        user_sessions::created_at.eq(new.session.created_at),
        user_sessions::last_active_at.eq(new.session.last_active_at),
        user_sessions::ip.eq(new.session.ip.as_deref()),
        user_sessions::user_agent.eq(new.session.user_agent.as_deref()),
    )));
    Ok(())
}

/// Adds the log events that are not there yet, and answers with how many: the history of a user who was deleted stays.
pub fn insert_new_events(tx: &mut Tx, tenant: &TenantId, all: &[LogEvent]) -> Result<usize> {
    let mut added = 0;
    for chunk in all.chunks(super::bulk::ROWS) {
        let rows = chunk.iter().map(|event| LogRow::of(tenant, event)).collect::<Result<Vec<_>>>()?;
        let insert = diesel::insert_into(log_events::table).values(rows).on_conflict_do_nothing();
        added += match tx.conn() {
            AnyConnection::Sqlite(conn) => insert.execute(conn)?,
            AnyConnection::Postgres(conn) => insert.execute(conn)?,
        };
    }
    Ok(added)
}

/// Lets PostgreSQL count again what it holds: a plan made for an empty table reads a full one from end to end, and its own
/// count comes a minute too late for a bulk load. SQLite looks at its indexes alone.
pub fn refresh_statistics(tx: &mut Tx) -> Result<()> {
    if let AnyConnection::Postgres(conn) = tx.conn() {
        conn.batch_execute("ANALYZE users, identities, user_search_values, log_events")?;
    }
    Ok(())
}

/// Removes every tenant and every operator, with all that is theirs.
pub fn reset(tx: &mut Tx) -> Result<()> {
    let statements = match tx.conn() {
        // One statement, however many rows there are; the row sequence starts anew, as in a new database.
        AnyConnection::Postgres(_) => "TRUNCATE tenants, operators, sign_in_throttles, upkeep RESTART IDENTITY CASCADE",
        // Leaves first: a cascade would look for the children of every single row.
        AnyConnection::Sqlite(_) => {
            "DELETE FROM log_events; DELETE FROM user_search_values; DELETE FROM identities; DELETE FROM users; DELETE FROM tenants; \
             DELETE FROM operators; DELETE FROM operator_sessions; DELETE FROM sign_in_throttles; \
             DELETE FROM upkeep; \
             DELETE FROM sqlite_sequence"
        }
    };
    Ok(tx.conn().batch_execute(statements)?)
}
