//! Operators' browser sessions; the cookie's id is stored hashed.

use super::db::Tx;
use super::schema::operator_sessions;
use crate::error::Result;
use crate::model::Timestamp;
use diesel::prelude::*;

/// A session as stored.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = operator_sessions)]
pub struct OperatorSession {
    /// SHA-256 of the cookie's id, in hex.
    pub id_hash: String,
    pub operator_id: Option<String>,
    /// JSON object of texts, see `http/hall/session.rs`.
    pub state: String,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    pub created_at: Timestamp,
    pub last_seen_at: Timestamp,
}

/// A session by the hash of its id.
pub fn find(tx: &mut Tx, id_hash: &str) -> Result<Option<OperatorSession>> {
    let found = operator_sessions::table.find(id_hash).select(OperatorSession::as_select()).first(tx.conn());
    Ok(found.optional()?)
}

/// Adds a session.
pub fn insert(tx: &mut Tx, session: &OperatorSession) -> Result<()> {
    diesel::insert_into(operator_sessions::table).values(session.clone()).execute(tx.conn())?;
    Ok(())
}

/// Writes a session's state; answers whether it still exists.
pub fn update(tx: &mut Tx, id_hash: &str, operator: Option<&str>, state: &str) -> Result<bool> {
    let changed = diesel::update(operator_sessions::table.find(id_hash))
        .set((operator_sessions::state.eq(state), operator_sessions::operator_id.eq(operator)))
        .execute(tx.conn())?;
    Ok(changed == 1)
}

/// Notes that a session is in use.
pub fn touch(tx: &mut Tx, id_hash: &str, now: Timestamp) -> Result<()> {
    diesel::update(operator_sessions::table.find(id_hash))
        .set(operator_sessions::last_seen_at.eq(now))
        .execute(tx.conn())?;
    Ok(())
}

/// Ends one session.
pub fn delete(tx: &mut Tx, id_hash: &str) -> Result<()> {
    diesel::delete(operator_sessions::table.find(id_hash)).execute(tx.conn())?;
    Ok(())
}

/// Ends all sessions of an operator and answers how many there were.
pub fn delete_of_operator(tx: &mut Tx, operator: &str) -> Result<usize> {
    Ok(diesel::delete(operator_sessions::table.filter(operator_sessions::operator_id.eq(operator)))
        .execute(tx.conn())?)
}

/// The sessions of an operator, the last used first; at most so many.
pub fn of_operator(tx: &mut Tx, operator: &str, most: usize) -> Result<Vec<OperatorSession>> {
    Ok(operator_sessions::table
        .filter(operator_sessions::operator_id.eq(operator))
        .order(operator_sessions::last_seen_at.desc())
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select(OperatorSession::as_select())
        .load(tx.conn())?)
}
