//! Roles of a tenant.

use super::db::Tx;
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
