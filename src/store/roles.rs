//! Roles of a tenant.

use super::bulk::insert_all;
use super::db::Tx;
use super::dialect;
use super::schema::roles;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::role::Role;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = roles)]
pub(super) struct RoleRow {
    role_id: String,
    name: String,
    description: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: i64,
}

impl From<RoleRow> for Role {
    fn from(row: RoleRow) -> Self {
        Self {
            id: row.role_id,
            name: row.name,
            description: row.description,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

/// The tenant's roles by name, at most `limit`.
pub fn all(tx: &mut Tx, tenant: &TenantId, limit: i64) -> Result<Vec<Role>> {
    let rows: Vec<RoleRow> = roles::table
        .filter(roles::tenant_id.eq(tenant.as_str()))
        .order(roles::name)
        .limit(limit)
        .select(RoleRow::as_select())
        .load(tx.conn())?;
    Ok(rows.into_iter().map(Role::from).collect())
}

/// A role by id.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<Role> {
    let row: Option<RoleRow> =
        roles::table.find((tenant.as_str(), id)).select(RoleRow::as_select()).first(tx.conn()).optional()?;
    row.map(Role::from).ok_or(Error::NotFound("role"))
}

/// A role by id, locked until the transaction ends.
pub fn find_for_update(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<Role> {
    dialect::lock_role(tx, tenant.as_str(), id)?;
    find(tx, tenant, id)
}

/// Adds a role without permissions.
pub fn insert(tx: &mut Tx, tenant: &TenantId, role: &Role) -> Result<()> {
    insert_all(tx, tenant, std::slice::from_ref(role))
}

/// Adds roles without permissions.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[Role]) -> Result<()> {
    insert_all!(tx, roles::table, all, |role| Ok((
        roles::tenant_id.eq(tenant.as_str()),
        roles::role_id.eq(&role.id),
        roles::name.eq(&role.name),
        roles::description.eq(&role.description),
        roles::created_at.eq(role.created_at),
        roles::updated_at.eq(role.updated_at),
        roles::version.eq(role.version),
    )));
    Ok(())
}

/// Writes a role's name and description and raises the version. `role.version` must be the stored one, else
/// [`Error::Conflict`].
pub fn update(tx: &mut Tx, tenant: &TenantId, role: &Role) -> Result<()> {
    let target = roles::table.find((tenant.as_str(), &role.id)).filter(roles::version.eq(role.version));
    let changed = diesel::update(target)
        .set((
            roles::name.eq(&role.name),
            roles::description.eq(&role.description),
            roles::updated_at.eq(role.updated_at),
            roles::version.eq(role.version + 1),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Removes a role, also from the users who have it (foreign keys cascade).
pub fn delete(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<()> {
    diesel::delete(roles::table.find((tenant.as_str(), id))).execute(tx.conn())?;
    Ok(())
}
