//! Which permissions roles have, and through which roles users and APIs meet them.

use super::bulk::insert_all;
use super::db::Tx;
use super::permissions::{COLUMNS, Row, api, permission};
use super::schema::{permissions, resource_servers, role_permissions as table, roles, user_roles};
use crate::error::Result;
use crate::model::permission::Permission;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

/// What joins a role's permission with the permission.
#[diesel::dsl::auto_type]
fn held() -> _ {
    permissions::tenant_id
        .eq(table::tenant_id)
        .and(permissions::resource_server_id.eq(table::resource_server_id))
        .and(permissions::name.eq(table::permission_name))
}

/// The permissions that come to a user through roles, each with the id and the name of one role; a permission of two
/// roles comes twice.
pub fn through_roles(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<(Permission, String, String)>> {
    let rows: Vec<(Row, String, String)> = user_roles::table
        .inner_join(
            roles::table.on(roles::tenant_id.eq(user_roles::tenant_id).and(roles::role_id.eq(user_roles::role_id))),
        )
        .inner_join(
            table::table.on(table::tenant_id.eq(user_roles::tenant_id).and(table::role_id.eq(user_roles::role_id))),
        )
        .inner_join(permissions::table.on(held()))
        .inner_join(resource_servers::table.on(api()))
        .filter(user_roles::tenant_id.eq(tenant.as_str()).and(user_roles::user_id.eq(user.as_str())))
        .order((resource_servers::name, permissions::name, roles::name))
        .select((COLUMNS, roles::role_id, roles::name))
        .load(tx.conn())?;
    Ok(rows.into_iter().map(|(columns, id, name)| (permission(columns), id, name)).collect())
}

/// Which roles hold the permissions of an API from one name to another: name of the permission, id and name of the role.
pub fn of_api(
    tx: &mut Tx,
    tenant: &TenantId,
    api: &str,
    first: &str,
    last: &str,
) -> Result<Vec<(String, String, String)>> {
    Ok(table::table
        .inner_join(roles::table.on(roles::tenant_id.eq(table::tenant_id).and(roles::role_id.eq(table::role_id))))
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::resource_server_id.eq(api)))
        .filter(table::permission_name.ge(first).and(table::permission_name.le(last)))
        .order((table::permission_name, roles::name))
        .select((table::permission_name, roles::role_id, roles::name))
        .load(tx.conn())?)
}

/// Which permissions of an API a role has, by name.
pub fn names(tx: &mut Tx, tenant: &TenantId, role: &str, api: &str) -> Result<Vec<String>> {
    Ok(table::table
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::role_id.eq(role)))
        .filter(table::resource_server_id.eq(api))
        .order(table::permission_name)
        .select(table::permission_name)
        .load(tx.conn())?)
}

/// A permission of a role, all by id: role, API, name of the permission.
pub type Held = (String, String, String);

/// Gives roles permissions that they do not have yet.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[Held]) -> Result<()> {
    insert_all!(tx, table::table, all, |(role, api, name)| Ok((
        table::tenant_id.eq(tenant.as_str()),
        table::role_id.eq(role),
        table::resource_server_id.eq(api),
        table::permission_name.eq(name),
    )));
    Ok(())
}

/// Takes a permission from a role; answers whether it had it.
pub fn delete(tx: &mut Tx, tenant: &TenantId, role: &str, api: &str, name: &str) -> Result<bool> {
    Ok(diesel::delete(table::table.find((tenant.as_str(), role, api, name))).execute(tx.conn())? > 0)
}

/// The permissions of a role, by API and name (at most 1,000).
pub fn of_role(tx: &mut Tx, tenant: &TenantId, role: &str) -> Result<Vec<Permission>> {
    let rows: Vec<Row> = table::table
        .inner_join(permissions::table.on(held()))
        .inner_join(resource_servers::table.on(api()))
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::role_id.eq(role)))
        .order((resource_servers::name, permissions::name))
        .limit(1_000)
        .select(COLUMNS)
        .load(tx.conn())?;
    Ok(rows.into_iter().map(permission).collect())
}
