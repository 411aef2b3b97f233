//! Device credentials: refresh tokens bound to devices, kept as hashes.

use super::bulk::insert_all;
use super::columns::{object, to_json};
use super::db::Tx;
use super::schema::{applications, device_credentials as table};
use crate::error::Result;
use crate::model::device::Device;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use crate::model::{JsonObject, Timestamp};
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
    type Row = (DeviceRow, String);
    let rows: Vec<Row> = table::table
        .inner_join(
            applications::table
                .on(applications::tenant_id.eq(table::tenant_id).and(applications::client_id.eq(table::client_id))),
        )
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.as_str())))
        .order((table::created_at.desc(), table::device_id))
        .select((DeviceRow::as_select(), applications::name))
        .load(tx.conn())?;
    rows.into_iter().map(|(row, application)| row.into_device(application)).collect()
}

/// A window of the tenant's devices, or of those of an application, by their ids, and how many there are; each with its
/// user.
pub fn window(
    tx: &mut Tx,
    tenant: &TenantId,
    client: Option<&str>,
    (skip, size): (usize, usize),
) -> Result<(Vec<(UserId, Device)>, i64)> {
    type Row = (String, DeviceRow, String);
    let mut window = table::table
        .inner_join(
            applications::table
                .on(applications::tenant_id.eq(table::tenant_id).and(applications::client_id.eq(table::client_id))),
        )
        .filter(table::tenant_id.eq(tenant.as_str()))
        .order(table::device_id)
        .select((table::user_id, DeviceRow::as_select(), applications::name))
        .offset(i64::try_from(skip).unwrap_or(i64::MAX))
        .limit(i64::try_from(size).unwrap_or(i64::MAX))
        .into_boxed();
    let mut all = table::table.filter(table::tenant_id.eq(tenant.as_str())).count().into_boxed();
    if let Some(client) = client {
        window = window.filter(table::client_id.eq(client));
        all = all.filter(table::client_id.eq(client));
    }
    let rows: Vec<Row> = window.load(tx.conn())?;
    let rows = rows.into_iter().map(|(user, row, name)| Ok((UserId::from_text(user), row.into_device(name)?)));
    Ok((rows.collect::<Result<_>>()?, all.get_result(tx.conn())?))
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct DeviceRow {
    device_id: String,
    client_id: String,
    device_name: String,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    ip: Option<String>,
    user_agent: Option<String>,
    session_id: Option<String>,
    metadata: String,
}

impl DeviceRow {
    fn into_device(self, application: String) -> Result<Device> {
        Ok(Device {
            metadata: object(&self.metadata)?,
            id: self.device_id,
            client_id: self.client_id,
            application,
            name: self.device_name,
            created_at: self.created_at,
            last_used_at: self.last_used_at,
            ip: self.ip,
            user_agent: self.user_agent,
            session_id: self.session_id,
        })
    }
}

/// Writes what programs keep with a refresh token.
pub fn set_metadata(tx: &mut Tx, tenant: &TenantId, device: &str, metadata: &JsonObject) -> Result<()> {
    let target = table::table.find((tenant.as_str(), device));
    diesel::update(target).set(table::metadata.eq(to_json(metadata)?)).execute(tx.conn())?;
    Ok(())
}

/// Revokes the refresh tokens that were issued to a user in one session; answers with how many there were.
pub fn delete_of_session(tx: &mut Tx, tenant: &TenantId, user: &UserId, session: &str) -> Result<usize> {
    let target = table::table
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.as_str())))
        .filter(table::session_id.eq(session));
    Ok(diesel::delete(target).execute(tx.conn())?)
}

/// The users who have refresh tokens of an application, in the order in which everybody locks.
pub fn users_of_application(tx: &mut Tx, tenant: &TenantId, client_id: &str) -> Result<Vec<UserId>> {
    let ids: Vec<String> = table::table
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::client_id.eq(client_id)))
        .order(table::user_id)
        .select(table::user_id)
        .distinct()
        .load(tx.conn())?;
    Ok(ids.into_iter().map(UserId::from_text).collect())
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
        table::session_id.eq(new.device.session_id.as_deref()),
        table::metadata.eq(to_json(&new.device.metadata)?),
    )));
    Ok(())
}
