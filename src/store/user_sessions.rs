//! End users' sessions and device credentials: what blocking and deleting ends at once.

use super::db::Tx;
use super::schema::{device_credentials, user_sessions};
use crate::error::Result;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

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
