//! End users' sessions and device credentials: what blocking and deleting ends at once.

use super::db::Tx;
use super::schema::{device_credentials, user_sessions};
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::session::Session;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

/// A user's sessions by id, those after one of them, at most so many.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId, after: &str, limit: i64) -> Result<Vec<Session>> {
    let rows: Vec<Row> = user_sessions::table
        .filter(user_sessions::tenant_id.eq(tenant.as_str()).and(user_sessions::user_id.eq(user.as_str())))
        .filter(user_sessions::session_id.gt(after))
        .order(user_sessions::session_id)
        .limit(limit)
        .select(COLUMNS)
        .load(tx.conn())?;
    Ok(rows.into_iter().map(|row| session(row).1).collect())
}

/// A session and whose it is.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<(UserId, Session)> {
    let row: Option<Row> =
        user_sessions::table.find((tenant.as_str(), id)).select(COLUMNS).first(tx.conn()).optional()?;
    row.map(session).ok_or(Error::NotFound("session"))
}

/// Ends one session.
pub fn delete(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<()> {
    diesel::delete(user_sessions::table.find((tenant.as_str(), id))).execute(tx.conn())?;
    Ok(())
}

type Row = (String, String, Option<String>, Timestamp, Timestamp, Option<String>, Option<String>);
type Columns = (
    user_sessions::user_id,
    user_sessions::session_id,
    user_sessions::client_id,
    user_sessions::created_at,
    user_sessions::last_active_at,
    user_sessions::ip,
    user_sessions::user_agent,
);
const COLUMNS: Columns = (
    user_sessions::user_id,
    user_sessions::session_id,
    user_sessions::client_id,
    user_sessions::created_at,
    user_sessions::last_active_at,
    user_sessions::ip,
    user_sessions::user_agent,
);

fn session((user, id, application, created_at, last_active_at, ip, user_agent): Row) -> (UserId, Session) {
    (UserId::from_text(user), Session { id, application, created_at, last_active_at, ip, user_agent })
}

/// Ends a user's sessions and leaves their refresh tokens.
pub fn end_sessions(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<usize> {
    let sessions = user_sessions::table
        .filter(user_sessions::tenant_id.eq(tenant.as_str()).and(user_sessions::user_id.eq(user.as_str())));
    Ok(diesel::delete(sessions).execute(tx.conn())?)
}

/// How much was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Ended {
    pub sessions: usize,
    pub devices: usize,
}

/// Whether a user has anything that [`end_all`] would end.
pub fn any(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<bool> {
    let sessions = user_sessions::table
        .filter(user_sessions::tenant_id.eq(tenant.as_str()).and(user_sessions::user_id.eq(user.as_str())));
    let devices = device_credentials::table
        .filter(device_credentials::tenant_id.eq(tenant.as_str()).and(device_credentials::user_id.eq(user.as_str())));
    let first: Option<String> = sessions.select(user_sessions::session_id).first(tx.conn()).optional()?;
    if first.is_some() {
        return Ok(true);
    }
    let first: Option<String> = devices.select(device_credentials::device_id).first(tx.conn()).optional()?;
    Ok(first.is_some())
}

/// Ends all sessions of a user and revokes all their refresh tokens.
pub fn end_all(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Ended> {
    let sessions = user_sessions::table
        .filter(user_sessions::tenant_id.eq(tenant.as_str()).and(user_sessions::user_id.eq(user.as_str())));
    let devices = device_credentials::table
        .filter(device_credentials::tenant_id.eq(tenant.as_str()).and(device_credentials::user_id.eq(user.as_str())));
    Ok(Ended {
        sessions: diesel::delete(sessions).execute(tx.conn())?,
        devices: diesel::delete(devices).execute(tx.conn())?,
    })
}
