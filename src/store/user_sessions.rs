//! End users' sessions and device credentials: what blocking and deleting ends at once.

use super::columns::{object, to_json};
use super::db::Tx;
use super::schema::{device_credentials, user_sessions};
use crate::error::{Error, Result};
use crate::model::session::Session;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use crate::model::{JsonObject, Timestamp};
use diesel::prelude::*;

/// A user's sessions by id, those after one of them, at most so many.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId, after: &str, limit: i64) -> Result<Vec<Session>> {
    let rows: Vec<Row> = user_sessions::table
        .filter(user_sessions::tenant_id.eq(tenant.as_str()).and(user_sessions::user_id.eq(user.as_str())))
        .filter(user_sessions::session_id.gt(after))
        .order(user_sessions::session_id)
        .limit(limit)
        .select(Row::as_select())
        .load(tx.conn())?;
    rows.into_iter().map(|row| Ok(row.into_session()?.1)).collect()
}

/// A session and whose it is.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<(UserId, Session)> {
    let row: Option<Row> =
        user_sessions::table.find((tenant.as_str(), id)).select(Row::as_select()).first(tx.conn()).optional()?;
    row.ok_or(Error::NotFound("session"))?.into_session()
}

/// Ends one session.
pub fn delete(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<()> {
    diesel::delete(user_sessions::table.find((tenant.as_str(), id))).execute(tx.conn())?;
    Ok(())
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = user_sessions)]
struct Row {
    user_id: String,
    session_id: String,
    client_id: Option<String>,
    created_at: Timestamp,
    last_active_at: Timestamp,
    ip: Option<String>,
    user_agent: Option<String>,
    metadata: String,
}

impl Row {
    fn into_session(self) -> Result<(UserId, Session)> {
        let session = Session {
            id: self.session_id,
            application: self.client_id,
            created_at: self.created_at,
            last_active_at: self.last_active_at,
            ip: self.ip,
            user_agent: self.user_agent,
            metadata: object(&self.metadata)?,
        };
        Ok((UserId::from_text(self.user_id), session))
    }
}

/// Writes what programs keep with a session.
pub fn set_metadata(tx: &mut Tx, tenant: &TenantId, id: &str, metadata: &JsonObject) -> Result<()> {
    let target = user_sessions::table.find((tenant.as_str(), id));
    diesel::update(target).set(user_sessions::metadata.eq(to_json(metadata)?)).execute(tx.conn())?;
    Ok(())
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
