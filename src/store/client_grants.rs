//! Client grants: what applications may ask for in their own name.

use super::columns::{from_json, to_json};
use super::db::Tx;
use super::schema::{client_grants, resource_servers};
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::client_grant::ClientGrant;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

#[derive(Queryable, Selectable)]
#[diesel(table_name = client_grants)]
struct GrantRow {
    grant_id: String,
    client_id: String,
    resource_server_id: String,
    scopes: String,
    created_at: Timestamp,
}

/// A grant and the identifier of its API.
type Row = (GrantRow, String);

#[diesel::dsl::auto_type]
fn api() -> _ {
    resource_servers::tenant_id
        .eq(client_grants::tenant_id)
        .and(resource_servers::resource_server_id.eq(client_grants::resource_server_id))
}

fn grant((row, audience): Row) -> Result<ClientGrant> {
    Ok(ClientGrant {
        scopes: from_json(&row.scopes)?,
        id: row.grant_id,
        client_id: row.client_id,
        resource_server_id: row.resource_server_id,
        audience,
        created_at: row.created_at,
    })
}

/// What an application may ask of an API.
pub fn of_pair(tx: &mut Tx, tenant: &TenantId, client_id: &str, api_id: &str) -> Result<Option<ClientGrant>> {
    let row: Option<Row> = client_grants::table
        .inner_join(resource_servers::table.on(api()))
        .filter(client_grants::tenant_id.eq(tenant.as_str()).and(client_grants::client_id.eq(client_id)))
        .filter(client_grants::resource_server_id.eq(api_id))
        .select((GrantRow::as_select(), resource_servers::identifier))
        .first(tx.conn())
        .optional()?;
    row.map(grant).transpose()
}

/// Adds a grant; a second one for the same application and API is refused.
pub fn insert(tx: &mut Tx, tenant: &TenantId, grant: &ClientGrant) -> Result<()> {
    let values = (
        client_grants::tenant_id.eq(tenant.as_str()),
        client_grants::grant_id.eq(&grant.id),
        client_grants::client_id.eq(&grant.client_id),
        client_grants::resource_server_id.eq(&grant.resource_server_id),
        client_grants::scopes.eq(to_json(&grant.scopes)?),
        client_grants::created_at.eq(grant.created_at),
    );
    diesel::insert_into(client_grants::table).values(values).execute(tx.conn())?;
    Ok(())
}

/// A tenant's grants by id (at most 10,000).
pub fn all(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<ClientGrant>> {
    let rows: Vec<Row> = client_grants::table
        .inner_join(resource_servers::table.on(api()))
        .filter(client_grants::tenant_id.eq(tenant.as_str()))
        .order(client_grants::grant_id)
        .limit(10_000)
        .select((GrantRow::as_select(), resource_servers::identifier))
        .load(tx.conn())?;
    rows.into_iter().map(grant).collect()
}

/// A grant by its id.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<ClientGrant> {
    let row: Option<Row> = client_grants::table
        .inner_join(resource_servers::table.on(api()))
        .filter(client_grants::tenant_id.eq(tenant.as_str()).and(client_grants::grant_id.eq(id)))
        .select((GrantRow::as_select(), resource_servers::identifier))
        .first(tx.conn())
        .optional()?;
    row.map(grant).transpose()?.ok_or(Error::NotFound("client grant"))
}

/// Writes what a grant allows.
pub fn set_scopes(tx: &mut Tx, tenant: &TenantId, grant: &ClientGrant) -> Result<()> {
    let target = client_grants::table.find((tenant.as_str(), &grant.id));
    diesel::update(target).set(client_grants::scopes.eq(to_json(&grant.scopes)?)).execute(tx.conn())?;
    Ok(())
}

/// Removes a grant.
pub fn delete(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<()> {
    diesel::delete(client_grants::table.find((tenant.as_str(), id))).execute(tx.conn())?;
    Ok(())
}
