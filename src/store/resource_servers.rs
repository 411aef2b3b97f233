//! APIs (resource servers) of a tenant.

use super::bulk::insert_all;
use super::db::Tx;
use super::schema::resource_servers;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::resource_server::ResourceServer;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = resource_servers)]
pub(super) struct ResourceServerRow {
    resource_server_id: String,
    name: String,
    identifier: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: i64,
}

impl From<ResourceServerRow> for ResourceServer {
    fn from(row: ResourceServerRow) -> Self {
        Self {
            id: row.resource_server_id,
            name: row.name,
            identifier: row.identifier,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

/// All APIs of a tenant, by name (at most 500).
pub fn all(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<ResourceServer>> {
    let rows: Vec<ResourceServerRow> = resource_servers::table
        .filter(resource_servers::tenant_id.eq(tenant.as_str()))
        .order(resource_servers::name)
        .limit(500)
        .select(ResourceServerRow::as_select())
        .load(tx.conn())?;
    Ok(rows.into_iter().map(ResourceServer::from).collect())
}

/// An API by id.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<ResourceServer> {
    let row: Option<ResourceServerRow> = resource_servers::table
        .find((tenant.as_str(), id))
        .select(ResourceServerRow::as_select())
        .first(tx.conn())
        .optional()?;
    row.map(ResourceServer::from).ok_or(Error::NotFound("API"))
}

/// Adds an API.
pub fn insert(tx: &mut Tx, tenant: &TenantId, api: &ResourceServer) -> Result<()> {
    insert_all(tx, tenant, std::slice::from_ref(api))
}

/// Adds APIs.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[ResourceServer]) -> Result<()> {
    insert_all!(tx, resource_servers::table, all, |api| Ok((
        resource_servers::tenant_id.eq(tenant.as_str()),
        resource_servers::resource_server_id.eq(&api.id),
        resource_servers::name.eq(&api.name),
        resource_servers::identifier.eq(&api.identifier),
        resource_servers::created_at.eq(api.created_at),
        resource_servers::updated_at.eq(api.updated_at),
        resource_servers::version.eq(api.version),
    )));
    Ok(())
}
