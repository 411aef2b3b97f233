//! Which permissions users have directly, apart from those that come with their roles.

use super::bulk::insert_all;
use super::db::Tx;
use super::schema::{permissions, resource_servers, user_permissions as table};
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::permission::Permission;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

/// A permission given to a user.
#[derive(Debug, Clone)]
pub struct Assignment {
    pub user: UserId,
    /// Id of the API.
    pub resource_server: String,
    pub permission: String,
    pub at: Timestamp,
}

/// A user's own permissions, by API and name.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<Permission>> {
    let rows: Vec<super::permissions::Row> = table::table
        .inner_join(
            permissions::table.on(permissions::tenant_id
                .eq(table::tenant_id)
                .and(permissions::resource_server_id.eq(table::resource_server_id))
                .and(permissions::name.eq(table::permission_name))),
        )
        .inner_join(resource_servers::table.on(super::permissions::api()))
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.as_str())))
        .order((resource_servers::name, table::permission_name))
        .select(super::permissions::COLUMNS)
        .load(tx.conn())?;
    Ok(rows.into_iter().map(super::permissions::permission).collect())
}

/// Which permissions of an API a user has directly, by name.
pub fn names(tx: &mut Tx, tenant: &TenantId, user: &UserId, api: &str) -> Result<Vec<String>> {
    Ok(table::table
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::user_id.eq(user.as_str())))
        .filter(table::resource_server_id.eq(api))
        .order(table::permission_name)
        .select(table::permission_name)
        .load(tx.conn())?)
}

/// Gives a user a permission they do not have directly yet.
pub fn insert(tx: &mut Tx, tenant: &TenantId, assignment: &Assignment) -> Result<()> {
    insert_all(tx, tenant, std::slice::from_ref(assignment))
}

/// Gives users permissions they do not have directly yet.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[Assignment]) -> Result<()> {
    insert_all!(tx, table::table, all, |a| Ok((
        table::tenant_id.eq(tenant.as_str()),
        table::user_id.eq(a.user.as_str()),
        table::resource_server_id.eq(&a.resource_server),
        table::permission_name.eq(&a.permission),
        table::assigned_at.eq(a.at),
    )));
    Ok(())
}

/// Takes a permission from a user; one that comes through a role stays.
pub fn delete(tx: &mut Tx, tenant: &TenantId, user: &UserId, api: &str, permission: &str) -> Result<()> {
    diesel::delete(table::table.find((tenant.as_str(), user.as_str(), api, permission))).execute(tx.conn())?;
    Ok(())
}

/// How many users have a permission directly.
pub fn count_of(tx: &mut Tx, tenant: &TenantId, permission: &Permission) -> Result<i64> {
    Ok(table::table
        .filter(table::tenant_id.eq(tenant.as_str()))
        .filter(table::resource_server_id.eq(&permission.resource_server_id))
        .filter(table::permission_name.eq(&permission.name))
        .count()
        .get_result(tx.conn())?)
}
