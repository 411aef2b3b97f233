//! The permissions of APIs.

use super::bulk::insert_all;
use super::db::Tx;
use super::schema::{permissions, resource_servers};
use crate::error::{Error, Result};
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

/// What a permission is read from, wherever permissions are joined with their APIs.
pub(super) type Columns = (
    permissions::resource_server_id,
    resource_servers::name,
    resource_servers::identifier,
    permissions::name,
    permissions::description,
);
/// The columns themselves.
pub(super) const COLUMNS: Columns = (
    permissions::resource_server_id,
    resource_servers::name,
    resource_servers::identifier,
    permissions::name,
    permissions::description,
);
/// A row of [`COLUMNS`].
pub(super) type Row = (String, String, String, String, String);

/// The permission of a row.
pub(super) fn permission((resource_server_id, api_name, api_identifier, name, description): Row) -> Permission {
    Permission { resource_server_id, api_name, api_identifier, name, description }
}

/// What joins a permission with its API.
#[diesel::dsl::auto_type]
pub(super) fn api() -> _ {
    resource_servers::tenant_id
        .eq(permissions::tenant_id)
        .and(resource_servers::resource_server_id.eq(permissions::resource_server_id))
}

/// The permissions of all of a tenant's APIs, by API and name.
pub fn all(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<Permission>> {
    let rows: Vec<Row> = permissions::table
        .inner_join(resource_servers::table.on(api()))
        .filter(permissions::tenant_id.eq(tenant.as_str()))
        .order((permissions::resource_server_id, permissions::name))
        .select(COLUMNS)
        .load(tx.conn())?;
    Ok(rows.into_iter().map(permission).collect())
}

/// The permissions of one API, by name.
pub fn of_api(tx: &mut Tx, tenant: &TenantId, api: &ResourceServer) -> Result<Vec<Permission>> {
    let rows: Vec<(String, String)> = permissions::table
        .filter(permissions::tenant_id.eq(tenant.as_str()).and(permissions::resource_server_id.eq(&api.id)))
        .order(permissions::name)
        .select((permissions::name, permissions::description))
        .load(tx.conn())?;
    Ok(rows.into_iter().map(|(name, description)| of(api, name, description)).collect())
}

/// A permission of an API by its name.
pub fn find(tx: &mut Tx, tenant: &TenantId, api: &ResourceServer, name: &str) -> Result<Permission> {
    let description: Option<String> = permissions::table
        .find((tenant.as_str(), &api.id, name))
        .select(permissions::description)
        .first(tx.conn())
        .optional()?;
    description.map(|d| of(api, name.to_owned(), d)).ok_or(Error::NotFound("permission"))
}

fn of(api: &ResourceServer, name: String, description: String) -> Permission {
    Permission {
        resource_server_id: api.id.clone(),
        api_name: api.name.clone(),
        api_identifier: api.identifier.clone(),
        name,
        description,
    }
}

/// Changes the description of a permission.
pub fn set_description(tx: &mut Tx, tenant: &TenantId, permission: &Permission) -> Result<()> {
    let target = permissions::table.find((tenant.as_str(), &permission.resource_server_id, &permission.name));
    diesel::update(target).set(permissions::description.eq(&permission.description)).execute(tx.conn())?;
    Ok(())
}

/// Removes a permission from its API, and so from every role and user (foreign keys cascade).
pub fn delete(tx: &mut Tx, tenant: &TenantId, api: &str, name: &str) -> Result<()> {
    diesel::delete(permissions::table.find((tenant.as_str(), api, name))).execute(tx.conn())?;
    Ok(())
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
