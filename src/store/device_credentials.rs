//! Device credentials: refresh tokens bound to devices, kept as hashes.

use super::bulk::insert_all;
use super::db::Tx;
use super::schema::{applications, device_credentials as table};
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::device::Device;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

/// A device credential to be stored.
#[derive(Debug, Clone)]
pub struct NewDevice {
    pub user: UserId,
    pub device: Device,
    /// SHA-256 of its token, unique in the tenant.
    pub token_hash: String,
}

/// A user's devices, the newest first.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<Device>> {
    type Row = (String, String, String, String, Timestamp, Option<Timestamp>, Option<String>, Option<String>);
    let rows: Vec<Row> = table::table
        .inner_join(
            applications::table
                .on(applications::tenant_id.eq(table::tenant_id).and(applications::client_id.eq(table::client_id))),
        )
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.as_str())))
        .order((table::created_at.desc(), table::device_id))
        .select((
            table::device_id,
            table::client_id,
            applications::name,
            table::device_name,
            table::created_at,
            table::last_used_at,
            table::ip,
            table::user_agent,
        ))
        .load(tx.conn())?;
    Ok(rows
        .into_iter()
        .map(|(id, client_id, application, name, created_at, last_used_at, ip, user_agent)| Device {
            id,
            client_id,
            application,
            name,
            created_at,
            last_used_at,
            ip,
            user_agent,
        })
        .collect())
}

/// Whose device credential it is; none when there is no such credential.
pub fn owner(tx: &mut Tx, tenant: &TenantId, device: &str) -> Result<Option<UserId>> {
    let owner: Option<String> =
        table::table.find((tenant.as_str(), device)).select(table::user_id).first(tx.conn()).optional()?;
    Ok(owner.map(UserId::from_text))
}

/// Revokes one refresh token.
pub fn delete(tx: &mut Tx, tenant: &TenantId, device: &str) -> Result<()> {
    diesel::delete(table::table.find((tenant.as_str(), device))).execute(tx.conn())?;
    Ok(())
}

/// Revokes a user's refresh tokens of one application; answers with how many there were.
pub fn delete_of_application(tx: &mut Tx, tenant: &TenantId, user: &UserId, client_id: &str) -> Result<usize> {
    let target = table::table
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.as_str())))
        .filter(table::client_id.eq(client_id));
    Ok(diesel::delete(target).execute(tx.conn())?)
}

/// Adds a device credential.
pub fn insert(tx: &mut Tx, tenant: &TenantId, device: &NewDevice) -> Result<()> {
    insert_all(tx, tenant, std::slice::from_ref(device))
}

/// Adds device credentials to their users.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[NewDevice]) -> Result<()> {
    insert_all!(tx, table::table, all, |new| Ok((
        table::tenant_id.eq(tenant.as_str()),
        table::device_id.eq(&new.device.id),
        table::user_id.eq(new.user.as_str()),
        table::client_id.eq(&new.device.client_id),
        table::device_name.eq(&new.device.name),
        table::token_hash.eq(&new.token_hash),
        table::created_at.eq(new.device.created_at),
        table::last_used_at.eq(new.device.last_used_at),
        table::ip.eq(new.device.ip.as_deref()),
        table::user_agent.eq(new.device.user_agent.as_deref()),
    )));
    Ok(())
}
