//! Connections and the applications that may use them.

use super::bulk::insert_all;
use super::columns::{object, to_json};
use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::{connection_applications, connections};
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::connection::Connection;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use std::collections::BTreeMap;

#[derive(Queryable, Selectable, QueryableByName)]
#[diesel(table_name = connections)]
pub(super) struct ConnectionRow {
    connection_id: String,
    name: String,
    strategy: String,
    display_name: String,
    options: String,
    created_at: Timestamp,
    updated_at: Timestamp,
    version: i64,
}

impl ConnectionRow {
    pub(super) fn into_connection(self) -> Result<Connection> {
        Ok(Connection {
            options: object(&self.options)?,
            id: self.connection_id,
            name: self.name,
            strategy: self.strategy,
            display_name: self.display_name,
            created_at: self.created_at,
            updated_at: self.updated_at,
            version: self.version,
        })
    }
}

/// All connections of a tenant, by name.
pub fn all(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<Connection>> {
    let rows: Vec<ConnectionRow> = connections::table
        .filter(connections::tenant_id.eq(tenant.as_str()))
        .order(connections::name)
        .select(ConnectionRow::as_select())
        .load(tx.conn())?;
    rows.into_iter().map(ConnectionRow::into_connection).collect()
}

/// The connections of all tenants whose options have one of these names in them, on whatever level.
pub fn mentioning(tx: &mut Tx, names: &[&str]) -> Result<Vec<(TenantId, Connection)>> {
    let mut query = connections::table.select((connections::tenant_id, ConnectionRow::as_select())).into_boxed();
    for name in names {
        query = query.or_filter(connections::options.like(format!("%\"{name}\"%")));
    }
    let rows: Vec<(String, ConnectionRow)> = query.load(tx.conn())?;
    rows.into_iter().map(|(tenant, row)| Ok((TenantId::from_stored(tenant), row.into_connection()?))).collect()
}

/// A connection by its name.
pub fn by_name(tx: &mut Tx, tenant: &TenantId, name: &str) -> Result<Connection> {
    let row: Option<ConnectionRow> = connections::table
        .filter(connections::tenant_id.eq(tenant.as_str()).and(connections::name.eq(name)))
        .select(ConnectionRow::as_select())
        .first(tx.conn())
        .optional()?;
    row.ok_or(Error::NotFound("connection"))?.into_connection()
}

/// The ids of the connections of these names, by name.
pub fn ids(tx: &mut Tx, tenant: &TenantId, names: &[&str]) -> Result<BTreeMap<String, String>> {
    let mine = connections::table
        .filter(connections::tenant_id.eq(tenant.as_str()))
        .select((connections::name, connections::connection_id));
    // A list of names is an array on one database and so many binds on the other.
    let some = connections::name.eq_any(names);
    let pairs: Vec<(String, String)> = match tx.conn() {
        AnyConnection::Sqlite(conn) => mine.filter(some).load(conn)?,
        AnyConnection::Postgres(conn) => mine.filter(some).load(conn)?,
    };
    Ok(pairs.into_iter().collect())
}

/// Adds a connection; no application may use it yet.
pub fn insert(tx: &mut Tx, tenant: &TenantId, connection: &Connection) -> Result<()> {
    insert_all(tx, tenant, std::slice::from_ref(connection))
}

/// Adds connections.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[Connection]) -> Result<()> {
    insert_all!(tx, connections::table, all, |c| Ok((
        connections::tenant_id.eq(tenant.as_str()),
        connections::connection_id.eq(&c.id),
        connections::name.eq(&c.name),
        connections::strategy.eq(&c.strategy),
        connections::display_name.eq(&c.display_name),
        connections::options.eq(to_json(&c.options)?),
        connections::created_at.eq(c.created_at),
        connections::updated_at.eq(c.updated_at),
        connections::version.eq(c.version),
    )));
    Ok(())
}

/// Lets applications use connections, given as pairs of connection id and client id that are not there yet.
pub fn enable_all(tx: &mut Tx, tenant: &TenantId, pairs: &[(String, String)]) -> Result<()> {
    insert_all!(tx, connection_applications::table, pairs, |(connection, client)| Ok((
        connection_applications::tenant_id.eq(tenant.as_str()),
        connection_applications::connection_id.eq(connection),
        connection_applications::client_id.eq(client),
    )));
    Ok(())
}

/// The client ids of the applications that may use a connection.
pub fn client_ids(tx: &mut Tx, tenant: &TenantId, connection_id: &str) -> Result<Vec<String>> {
    Ok(connection_applications::table
        .filter(connection_applications::tenant_id.eq(tenant.as_str()))
        .filter(connection_applications::connection_id.eq(connection_id))
        .order(connection_applications::client_id)
        .select(connection_applications::client_id)
        .load(tx.conn())?)
}

/// The ids of the connections that some application may use.
pub fn enabled_ids(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<String>> {
    Ok(connection_applications::table
        .filter(connection_applications::tenant_id.eq(tenant.as_str()))
        .order(connection_applications::connection_id)
        .select(connection_applications::connection_id)
        .distinct()
        .load(tx.conn())?)
}

/// A connection by its id.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<Connection> {
    let row: Option<ConnectionRow> = connections::table
        .find((tenant.as_str(), id))
        .select(ConnectionRow::as_select())
        .first(tx.conn())
        .optional()?;
    row.ok_or(Error::NotFound("connection"))?.into_connection()
}

/// Saves a connection's display name and options if its version is still the one it was read with.
pub fn update(tx: &mut Tx, tenant: &TenantId, c: &Connection) -> Result<()> {
    let target = connections::table.find((tenant.as_str(), &c.id)).filter(connections::version.eq(c.version));
    let values = (
        connections::display_name.eq(&c.display_name),
        connections::options.eq(to_json(&c.options)?),
        connections::updated_at.eq(c.updated_at),
        connections::version.eq(c.version + 1),
    );
    match diesel::update(target).set(values).execute(tx.conn())? {
        0 => Err(Error::Conflict),
        _ => Ok(()),
    }
}

/// Removes a connection with its users (foreign keys cascade). The history stays.
pub fn delete(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<()> {
    match diesel::delete(connections::table.find((tenant.as_str(), id))).execute(tx.conn())? {
        0 => Err(Error::NotFound("connection")),
        _ => Ok(()),
    }
}
