//! Which roles users have.

use super::bulk::insert_all;
use super::connection::AnyConnection;
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

/// A user's roles, by name.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<Role>> {
    let rows: Vec<RoleRow> = user_roles::table
        .inner_join(
            roles::table.on(roles::tenant_id.eq(user_roles::tenant_id).and(roles::role_id.eq(user_roles::role_id))),
        )
        .filter(user_roles::tenant_id.eq(tenant.as_str()).and(user_roles::user_id.eq(user.as_str())))
        .order(roles::name)
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

/// Takes a role from a user.
pub fn delete(tx: &mut Tx, tenant: &TenantId, user: &UserId, role: &str) -> Result<()> {
    diesel::delete(user_roles::table.find((tenant.as_str(), user.as_str(), role))).execute(tx.conn())?;
    Ok(())
}

/// How many users have a role.
pub fn count_of_role(tx: &mut Tx, tenant: &TenantId, role: &str) -> Result<i64> {
    Ok(user_roles::table
        .filter(user_roles::tenant_id.eq(tenant.as_str()).and(user_roles::role_id.eq(role)))
        .count()
        .get_result(tx.conn())?)
}

/// Which of a role's users have an id in this list (what a search shows as "has it already").
pub fn having(tx: &mut Tx, tenant: &TenantId, role: &str, users: &[UserId]) -> Result<Vec<UserId>> {
    let ids: Vec<&str> = users.iter().map(UserId::as_str).collect();
    let mine = user_roles::table.filter(user_roles::tenant_id.eq(tenant.as_str()).and(user_roles::role_id.eq(role)));
    // A list of ids is an array on one database and so many binds on the other.
    let some = user_roles::user_id.eq_any(ids);
    let rows: Vec<String> = match tx.conn() {
        AnyConnection::Sqlite(conn) => mine.filter(some).select(user_roles::user_id).load(conn)?,
        AnyConnection::Postgres(conn) => mine.filter(some).select(user_roles::user_id).load(conn)?,
    };
    Ok(rows.into_iter().map(UserId::from_text).collect())
}
