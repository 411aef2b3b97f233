//! Which applications may use which connections: one relation, edited from both ends.

use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::{connection_applications as pairs, identities, users};
use crate::error::Result;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use std::collections::HashMap;

/// Lets an application use a connection; answers whether it could not before.
pub fn enable(tx: &mut Tx, tenant: &TenantId, connection_id: &str, client_id: &str) -> Result<bool> {
    let row =
        (pairs::tenant_id.eq(tenant.as_str()), pairs::connection_id.eq(connection_id), pairs::client_id.eq(client_id));
    let insert = diesel::insert_into(pairs::table).values(row).on_conflict_do_nothing();
    let added = match tx.conn() {
        AnyConnection::Sqlite(conn) => insert.execute(conn)?,
        AnyConnection::Postgres(conn) => insert.execute(conn)?,
    };
    Ok(added > 0)
}

/// Takes a connection away from an application; answers whether it had it.
pub fn disable(tx: &mut Tx, tenant: &TenantId, connection_id: &str, client_id: &str) -> Result<bool> {
    let target = pairs::table.find((tenant.as_str(), connection_id, client_id));
    Ok(diesel::delete(target).execute(tx.conn())? > 0)
}

/// How many users and how many linked accounts of other users a connection has, by its name.
pub fn users_of(tx: &mut Tx, tenant: &TenantId, name: &str) -> Result<(i64, i64)> {
    let own: i64 = users::table
        .filter(users::tenant_id.eq(tenant.as_str()).and(users::connection.eq(name)))
        .count()
        .get_result(tx.conn())?;
    let linked: i64 = identities::table
        .filter(identities::tenant_id.eq(tenant.as_str()).and(identities::connection.eq(name)))
        .filter(identities::position.gt(0))
        .count()
        .get_result(tx.conn())?;
    Ok((own, linked))
}

/// The client ids of the applications that may use each connection, in order, by the connection's id.
pub fn clients(tx: &mut Tx, tenant: &TenantId) -> Result<HashMap<String, Vec<String>>> {
    let rows: Vec<(String, String)> = pairs::table
        .filter(pairs::tenant_id.eq(tenant.as_str()))
        .order((pairs::connection_id, pairs::client_id))
        .select((pairs::connection_id, pairs::client_id))
        .load(tx.conn())?;
    let mut clients: HashMap<String, Vec<String>> = HashMap::new();
    for (connection, client) in rows {
        clients.entry(connection).or_default().push(client);
    }
    Ok(clients)
}
