//! The permissions of APIs.

use super::bulk::insert_all;
use super::db::Tx;
use super::schema::{permissions, resource_servers};
use crate::error::Result;
use crate::model::permission::Permission;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

/// The permissions of all of a tenant's APIs, by API and name (at most 5,000).
pub fn all(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<Permission>> {
    let rows: Vec<(String, String, String, String, String)> = permissions::table
        .inner_join(
            resource_servers::table.on(resource_servers::tenant_id
                .eq(permissions::tenant_id)
                .and(resource_servers::resource_server_id.eq(permissions::resource_server_id))),
        )
        .filter(permissions::tenant_id.eq(tenant.as_str()))
        .order((permissions::resource_server_id, permissions::name))
        .limit(5_000)
        .select((
            permissions::resource_server_id,
            resource_servers::name,
            resource_servers::identifier,
            permissions::name,
            permissions::description,
        ))
        .load(tx.conn())?;
    Ok(rows
        .into_iter()
        .map(|(resource_server_id, api_name, api_identifier, name, description)| Permission {
            resource_server_id,
            api_name,
            api_identifier,
            name,
            description,
        })
        .collect())
}

/// Adds a permission to its API.
pub fn insert(tx: &mut Tx, tenant: &TenantId, permission: &Permission) -> Result<()> {
    insert_all(tx, tenant, std::slice::from_ref(permission))
}

/// Adds permissions to their APIs.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[Permission]) -> Result<()> {
    insert_all!(tx, permissions::table, all, |p| Ok((
        permissions::tenant_id.eq(tenant.as_str()),
        permissions::resource_server_id.eq(&p.resource_server_id),
        permissions::name.eq(&p.name),
        permissions::description.eq(&p.description),
    )));
    Ok(())
}
