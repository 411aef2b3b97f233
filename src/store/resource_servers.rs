//! APIs (resource servers) of a tenant.

use super::bulk::insert_all;
use super::db::Tx;
use super::dialect;
use super::schema::resource_servers;
use super::statement::Statement;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::resource_server::ResourceServer;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

#[derive(Queryable, Selectable, QueryableByName)]
#[diesel(table_name = resource_servers)]
pub(super) struct ResourceServerRow {
    resource_server_id: String,
    name: String,
    identifier: String,
    is_system: bool,
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
            is_system: row.is_system,
            created_at: row.created_at,
            updated_at: row.updated_at,
            version: row.version,
        }
    }
}

/// All APIs of a tenant, by name.
pub fn all(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<ResourceServer>> {
    let rows: Vec<ResourceServerRow> = resource_servers::table
        .filter(resource_servers::tenant_id.eq(tenant.as_str()))
        .order(resource_servers::name)
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

/// An API by its identifier.
pub fn by_identifier(tx: &mut Tx, tenant: &TenantId, identifier: &str) -> Result<Option<ResourceServer>> {
    let row: Option<ResourceServerRow> = resource_servers::table
        .filter(resource_servers::tenant_id.eq(tenant.as_str()).and(resource_servers::identifier.eq(identifier)))
        .select(ResourceServerRow::as_select())
        .first(tx.conn())
        .optional()?;
    Ok(row.map(ResourceServer::from))
}

/// The tenant's Management API.
pub fn system(tx: &mut Tx, tenant: &TenantId) -> Result<Option<ResourceServer>> {
    let row: Option<ResourceServerRow> = resource_servers::table
        .filter(resource_servers::tenant_id.eq(tenant.as_str()).and(resource_servers::is_system.eq(true)))
        .select(ResourceServerRow::as_select())
        .first(tx.conn())
        .optional()?;
    Ok(row.map(ResourceServer::from))
}

/// Writes the identifier of the Management API, which follows the address of the house.
pub fn set_identifier(tx: &mut Tx, tenant: &TenantId, id: &str, identifier: &str) -> Result<()> {
    let target = resource_servers::table.find((tenant.as_str(), id));
    diesel::update(target).set(resource_servers::identifier.eq(identifier)).execute(tx.conn())?;
    Ok(())
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
        resource_servers::is_system.eq(api.is_system),
        resource_servers::created_at.eq(api.created_at),
        resource_servers::updated_at.eq(api.updated_at),
        resource_servers::version.eq(api.version),
    )));
    Ok(())
}

/// An API by id, locked until the transaction ends.
pub fn find_for_update(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<ResourceServer> {
    dialect::lock_resource_server(tx, tenant.as_str(), id)?;
    find(tx, tenant, id)
}

/// Writes an API's name and raises the version. `api.version` must be the stored one, else [`Error::Conflict`].
pub fn update(tx: &mut Tx, tenant: &TenantId, api: &ResourceServer) -> Result<()> {
    let target =
        resource_servers::table.find((tenant.as_str(), &api.id)).filter(resource_servers::version.eq(api.version));
    let changed = diesel::update(target)
        .set((
            resource_servers::name.eq(&api.name),
            resource_servers::updated_at.eq(api.updated_at),
            resource_servers::version.eq(api.version + 1),
        ))
        .execute(tx.conn())?;
    if changed == 1 { Ok(()) } else { Err(Error::Conflict) }
}

/// Removes an API with its permissions, which so leave every role and user (foreign keys cascade).
pub fn delete(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<()> {
    diesel::delete(resource_servers::table.find((tenant.as_str(), id))).execute(tx.conn())?;
    Ok(())
}

/// How many permissions an API has, and how much uses them.
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName)]
pub struct Uses {
    #[diesel(sql_type = BigInt)]
    pub permissions: i64,
    /// Roles that hold at least one of them.
    #[diesel(sql_type = BigInt)]
    pub roles: i64,
    /// Direct assignments to users.
    #[diesel(sql_type = BigInt)]
    pub assignments: i64,
}

/// The uses of an API.
pub fn uses(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<Uses> {
    let of = |count: &str, table: &str| {
        format!("(SELECT {count} FROM {table} t WHERE t.tenant_id = $1 AND t.resource_server_id = $2)")
    };
    let text = format!(
        "SELECT {} AS permissions, {} AS roles, {} AS assignments",
        of("count(*)", "permissions"),
        of("count(DISTINCT t.role_id)", "role_permissions"),
        of("count(*)", "user_permissions"),
    );
    Ok(Statement::new(text).with(tenant.as_str()).with(id).first(tx)?.unwrap_or_default())
}
