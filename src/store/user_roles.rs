//! Which roles users have.

use super::bulk::insert_all;
use super::db::Tx;
use super::roles::RoleRow;
use super::schema::{roles, user_roles};
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::role::Role;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

/// A role given to a user.
#[derive(Debug, Clone)]
pub struct Assignment {
    pub user: UserId,
    /// Id of the role.
    pub role: String,
    pub at: Timestamp,
}

/// A user's roles, by name (at most 500).
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<Role>> {
    let rows: Vec<RoleRow> = user_roles::table
        .inner_join(
            roles::table.on(roles::tenant_id.eq(user_roles::tenant_id).and(roles::role_id.eq(user_roles::role_id))),
        )
        .filter(user_roles::tenant_id.eq(tenant.as_str()).and(user_roles::user_id.eq(user.as_str())))
        .order(roles::name)
        .limit(500)
        .select(RoleRow::as_select())
        .load(tx.conn())?;
    Ok(rows.into_iter().map(Role::from).collect())
}

/// Gives a user a role they do not have yet.
pub fn insert(tx: &mut Tx, tenant: &TenantId, assignment: &Assignment) -> Result<()> {
    insert_all(tx, tenant, std::slice::from_ref(assignment))
}

/// Gives users roles they do not have yet.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[Assignment]) -> Result<()> {
    insert_all!(tx, user_roles::table, all, |a| Ok((
        user_roles::tenant_id.eq(tenant.as_str()),
        user_roles::user_id.eq(a.user.as_str()),
        user_roles::role_id.eq(&a.role),
        user_roles::assigned_at.eq(a.at),
    )));
    Ok(())
}
