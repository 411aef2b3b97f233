//! Which permissions roles have, and through which roles users and APIs meet them.

use super::db::Tx;
use super::schema::{permissions, resource_servers, role_permissions as table, roles, user_roles};
use super::seeding;
use crate::error::Result;
use crate::model::permission::Permission;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

type Columns = (String, String, String, String, String);

fn permission((resource_server_id, api_name, api_identifier, name, description): Columns) -> Permission {
    Permission { resource_server_id, api_name, api_identifier, name, description }
}

/// A role's permissions, by API and name (at most 1,000).
pub fn of_role(tx: &mut Tx, tenant: &TenantId, role: &str) -> Result<Vec<Permission>> {
    let rows: Vec<Columns> = table::table
        .inner_join(
            permissions::table.on(permissions::tenant_id
                .eq(table::tenant_id)
                .and(permissions::resource_server_id.eq(table::resource_server_id))
                .and(permissions::name.eq(table::permission_name))),
        )
        .inner_join(
            resource_servers::table.on(resource_servers::tenant_id
                .eq(table::tenant_id)
                .and(resource_servers::resource_server_id.eq(table::resource_server_id))),
        )
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::role_id.eq(role)))
        .order((resource_servers::name, permissions::name))
        .limit(1_000)
        .select((
            table::resource_server_id,
            resource_servers::name,
            resource_servers::identifier,
            permissions::name,
            permissions::description,
        ))
        .load(tx.conn())?;
    Ok(rows.into_iter().map(permission).collect())
}

/// The permissions that come to a user through roles, each with the id and the name of one role; a permission of two
/// roles comes twice (at most 5,000).
pub fn through_roles(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<(Permission, String, String)>> {
    let rows: Vec<(Columns, String, String)> = user_roles::table
        .inner_join(
            roles::table.on(roles::tenant_id.eq(user_roles::tenant_id).and(roles::role_id.eq(user_roles::role_id))),
        )
        .inner_join(
            table::table.on(table::tenant_id.eq(user_roles::tenant_id).and(table::role_id.eq(user_roles::role_id))),
        )
        .inner_join(
            permissions::table.on(permissions::tenant_id
                .eq(table::tenant_id)
                .and(permissions::resource_server_id.eq(table::resource_server_id))
                .and(permissions::name.eq(table::permission_name))),
        )
        .inner_join(
            resource_servers::table.on(resource_servers::tenant_id
                .eq(table::tenant_id)
                .and(resource_servers::resource_server_id.eq(table::resource_server_id))),
        )
        .filter(user_roles::tenant_id.eq(tenant.as_str()).and(user_roles::user_id.eq(user.as_str())))
        .order((resource_servers::name, permissions::name, roles::name))
        .limit(5_000)
        .select((
            (
                table::resource_server_id,
                resource_servers::name,
                resource_servers::identifier,
                permissions::name,
                permissions::description,
            ),
            roles::role_id,
            roles::name,
        ))
        .load(tx.conn())?;
    Ok(rows.into_iter().map(|(columns, id, name)| (permission(columns), id, name)).collect())
}

/// Which roles hold which permission of an API: name of the permission, id and name of the role (at most 5,000).
pub fn of_api(tx: &mut Tx, tenant: &TenantId, api: &str) -> Result<Vec<(String, String, String)>> {
    Ok(table::table
        .inner_join(roles::table.on(roles::tenant_id.eq(table::tenant_id).and(roles::role_id.eq(table::role_id))))
        .filter(table::tenant_id.eq(tenant.as_str()).and(table::resource_server_id.eq(api)))
        .order((table::permission_name, roles::name))
        .limit(5_000)
        .select((table::permission_name, roles::role_id, roles::name))
        .load(tx.conn())?)
}

/// Gives a role permissions of one API that it does not have yet.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, role: &str, api: &str, names: &[String]) -> Result<()> {
    let rows: Vec<_> = names.iter().map(|name| (role.to_owned(), api.to_owned(), name.clone())).collect();
    seeding::insert_role_permissions(tx, tenant, &rows)
}

/// Takes a permission from a role.
pub fn delete(tx: &mut Tx, tenant: &TenantId, role: &str, api: &str, name: &str) -> Result<()> {
    diesel::delete(table::table.find((tenant.as_str(), role, api, name))).execute(tx.conn())?;
    Ok(())
}
