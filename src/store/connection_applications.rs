//! Which applications may use which connections: one relation, edited from both ends.

use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::{connection_applications as pairs, identities, users};
use crate::error::Result;
use crate::model::tenant::TenantId;
use diesel::dsl::count_star;
use diesel::prelude::*;
use std::collections::HashMap;

/// How many connections each application may use, by client id.
pub fn connections_by_application(tx: &mut Tx, tenant: &TenantId) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = pairs::table
        .filter(pairs::tenant_id.eq(tenant.as_str()))
        .group_by(pairs::client_id)
        .select((pairs::client_id, count_star()))
        .load(tx.conn())?;
    Ok(rows.into_iter().collect())
}

/// How many applications may use each connection, by connection id.
pub fn applications_by_connection(tx: &mut Tx, tenant: &TenantId) -> Result<HashMap<String, i64>> {
    let rows: Vec<(String, i64)> = pairs::table
        .filter(pairs::tenant_id.eq(tenant.as_str()))
        .group_by(pairs::connection_id)
        .select((pairs::connection_id, count_star()))
        .load(tx.conn())?;
    Ok(rows.into_iter().collect())
}

/// The ids of the connections an application may use (at most 500).
pub fn connection_ids(tx: &mut Tx, tenant: &TenantId, client_id: &str) -> Result<Vec<String>> {
    Ok(pairs::table
        .filter(pairs::tenant_id.eq(tenant.as_str()).and(pairs::client_id.eq(client_id)))
        .order(pairs::connection_id)
        .limit(500)
        .select(pairs::connection_id)
        .load(tx.conn())?)
}

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
