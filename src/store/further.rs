//! Attributes that programs keep with things of a tenant and that nothing in the house acts on: a column of JSON.

use super::columns::{object, to_json};
use super::db::Tx;
use super::statement::Statement;
use crate::error::Result;
use crate::model::JsonObject;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::Text;
use std::collections::HashMap;

/// What they can be kept with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Thing {
    Application,
    ClientGrant,
    Connection,
    ResourceServer,
    Tenant,
}

impl Thing {
    /// Its table and the column of its id.
    fn place(self) -> (&'static str, &'static str) {
        match self {
            Self::Application => ("applications", "client_id"),
            Self::ClientGrant => ("client_grants", "grant_id"),
            Self::Connection => ("connections", "connection_id"),
            Self::ResourceServer => ("resource_servers", "resource_server_id"),
            Self::Tenant => ("tenants", "tenant_id"),
        }
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Text)]
    further: String,
}

/// Those of one thing; none of a thing that is not there.
pub fn of(tx: &mut Tx, tenant: &TenantId, thing: Thing, id: &str) -> Result<JsonObject> {
    let (table, key) = thing.place();
    let text = format!("SELECT {key} AS id, further FROM {table} WHERE tenant_id = $1 AND {key} = $2");
    let row: Option<Row> = Statement::new(text).with(tenant.as_str()).with(id).first(tx)?;
    row.map_or(Ok(JsonObject::new()), |row| object(&row.further))
}

/// Those of all things of a kind, by id; things without any are left out.
pub fn all(tx: &mut Tx, tenant: &TenantId, thing: Thing) -> Result<HashMap<String, JsonObject>> {
    let (table, key) = thing.place();
    let text = format!("SELECT {key} AS id, further FROM {table} WHERE tenant_id = $1 AND further <> '{{}}'");
    let rows: Vec<Row> = Statement::new(text).with(tenant.as_str()).load(tx)?;
    rows.into_iter().map(|row| Ok((row.id, object(&row.further)?))).collect()
}

/// Writes those of a thing.
pub fn set(tx: &mut Tx, tenant: &TenantId, thing: Thing, id: &str, further: &JsonObject) -> Result<()> {
    let (table, key) = thing.place();
    let text = format!("UPDATE {table} SET further = $3 WHERE tenant_id = $1 AND {key} = $2");
    let statement = Statement::new(text).with(tenant.as_str()).with(id).with(to_json(further)?);
    statement.execute(tx.conn())?;
    Ok(())
}
