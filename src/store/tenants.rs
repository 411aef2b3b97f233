//! The tenants table.

use super::db::Tx;
use super::dialect;
use super::schema::tenants;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::tenant::{Tenant, TenantId};
use diesel::prelude::*;

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = tenants)]
pub(super) struct TenantRow {
    tenant_id: String,
    name: String,
    created_at: Timestamp,
    is_default: bool,
    sign_in_as_user: bool,
    log_retention_days: i32,
    deleted_user_days: i32,
    limits_results: bool,
}

impl From<TenantRow> for Tenant {
    fn from(row: TenantRow) -> Self {
        Self {
            id: TenantId::from_stored(row.tenant_id),
            name: row.name,
            created_at: row.created_at,
            is_default: row.is_default,
            sign_in_as_user: row.sign_in_as_user,
            log_retention_days: row.log_retention_days,
            deleted_user_days: row.deleted_user_days,
            limits_results: row.limits_results,
        }
    }
}

/// A tenant by its short name.
pub fn find(tx: &mut Tx, tenant: &TenantId) -> Result<Tenant> {
    let row: Option<TenantRow> =
        tenants::table.find(tenant.as_str()).select(TenantRow::as_select()).first(tx.conn()).optional()?;
    row.map(Tenant::from).ok_or(Error::NotFound("tenant"))
}

/// Locks a tenant until the transaction ends.
pub fn lock(tx: &mut Tx, tenant: &TenantId) -> Result<()> {
    Ok(dialect::lock_tenant(tx, tenant.as_str())?)
}

/// Whether there is no tenant yet.
pub fn is_empty(tx: &mut Tx) -> Result<bool> {
    let first: Option<String> = tenants::table.select(tenants::tenant_id).first(tx.conn()).optional()?;
    Ok(first.is_none())
}

/// The default tenant, else the first by name.
pub fn default(tx: &mut Tx) -> Result<Option<TenantId>> {
    let first: Option<String> = tenants::table
        .order((tenants::is_default.desc(), tenants::name))
        .select(tenants::tenant_id)
        .first(tx.conn())
        .optional()?;
    Ok(first.map(TenantId::from_stored))
}

/// All tenants and how many days each keeps its log.
pub fn retentions(tx: &mut Tx) -> Result<Vec<(TenantId, i32)>> {
    let rows: Vec<(String, i32)> = tenants::table
        .order(tenants::tenant_id)
        .select((tenants::tenant_id, tenants::log_retention_days))
        .load(tx.conn())?;
    Ok(rows.into_iter().map(|(tenant, days)| (TenantId::from_stored(tenant), days)).collect())
}

/// Every tenant.
pub fn all(tx: &mut Tx) -> Result<Vec<Tenant>> {
    let rows: Vec<TenantRow> =
        tenants::table.order(tenants::tenant_id).select(TenantRow::as_select()).load(tx.conn())?;
    Ok(rows.into_iter().map(Tenant::from).collect())
}

/// Adds a tenant.
pub fn insert(tx: &mut Tx, tenant: &Tenant) -> Result<()> {
    let row = TenantRow {
        tenant_id: tenant.id.as_str().to_owned(),
        name: tenant.name.clone(),
        created_at: tenant.created_at,
        is_default: tenant.is_default,
        sign_in_as_user: tenant.sign_in_as_user,
        log_retention_days: tenant.log_retention_days,
        deleted_user_days: tenant.deleted_user_days,
        limits_results: tenant.limits_results,
    };
    diesel::insert_into(tenants::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// Writes a tenant's settings, provided that they still are what they were; answers whether they were.
pub fn update(tx: &mut Tx, before: &Tenant, after: &Tenant) -> Result<bool> {
    let unchanged = tenants::table
        .filter(tenants::tenant_id.eq(before.id.as_str()))
        .filter(tenants::name.eq(&before.name))
        .filter(tenants::log_retention_days.eq(before.log_retention_days))
        .filter(tenants::deleted_user_days.eq(before.deleted_user_days))
        .filter(tenants::sign_in_as_user.eq(before.sign_in_as_user))
        .filter(tenants::limits_results.eq(before.limits_results));
    let changes = (
        tenants::name.eq(&after.name),
        tenants::log_retention_days.eq(after.log_retention_days),
        tenants::deleted_user_days.eq(after.deleted_user_days),
        tenants::sign_in_as_user.eq(after.sign_in_as_user),
        tenants::limits_results.eq(after.limits_results),
    );
    Ok(diesel::update(unchanged).set(changes).execute(tx.conn())? == 1)
}
