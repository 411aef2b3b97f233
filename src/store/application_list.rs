//! The applications of a tenant by name: one keyset query, with how many connections each may use.

use super::applications::ApplicationRow;
use super::db::Tx;
use super::keyset::{Keyset, containing, with_key};
use super::statement::Statement;
use crate::error::Result;
use crate::model::application::Application;
use crate::model::paging::{Key, Page, Start, Total};
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// An application in the list.
#[derive(Debug, Clone)]
pub struct ListedApplication {
    pub application: Application,
    /// How many connections it may use.
    pub connections: i64,
    /// Whether it may use the connection that was asked about.
    pub on: bool,
}

impl ListedApplication {
    /// Its place in the list, for the address of the next page.
    pub fn key(&self) -> Key {
        Key { sort: self.application.name.to_ascii_lowercase(), id: self.application.client_id.clone() }
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(embed)]
    application: ApplicationRow,
    #[diesel(sql_type = BigInt)]
    connections: i64,
    #[diesel(sql_type = BigInt)]
    uses: i64,
}

const MATCHING: &str =
    "a.tenant_id = $1 AND (lower(a.name) LIKE $2 ESCAPE '\\' OR lower(a.client_id) LIKE $2 ESCAPE '\\')";

/// One page of applications whose name or client id contains a text; `connection` is the id of one to ask about, or empty.
pub fn page(
    tx: &mut Tx,
    tenant: &TenantId,
    search: &str,
    connection: &str,
    size: usize,
    start: &Start,
) -> Result<Page<ListedApplication>> {
    let Keyset { condition, order } = Keyset::new("lower(a.name)", "a.client_id", start, 4);
    let used = "FROM connection_applications p WHERE p.tenant_id = a.tenant_id AND p.client_id = a.client_id";
    let text = format!(
        "SELECT a.client_id, a.name, a.description, a.kind, a.callbacks, a.logout_urls, a.origins, a.created_at, \
         a.updated_at, a.version, (SELECT count(*) {used}) AS connections, \
         (SELECT count(*) {used} AND p.connection_id = $3) AS uses \
         FROM applications a WHERE {MATCHING}{condition} ORDER BY {order} LIMIT {}",
        size + 1
    );
    let statement = Statement::new(text).with(tenant.as_str()).with(containing(search)).with(connection);
    let rows: Vec<Row> = with_key(statement, start).load(tx)?;
    let listed = rows.into_iter().map(|row| {
        let application = row.application.into_application()?;
        Ok(ListedApplication { application, connections: row.connections, on: row.uses > 0 })
    });
    Ok(Page::from_fetched(listed.collect::<Result<_>>()?, size, start))
}

/// How many applications have a name or a client id that contains a text.
pub fn total(tx: &mut Tx, tenant: &TenantId, search: &str) -> Result<Total> {
    let text = format!("SELECT count(*) AS n FROM applications a WHERE {MATCHING}");
    Ok(Total::Exactly(Statement::new(text).with(tenant.as_str()).with(containing(search)).number(tx)?))
}

/// How many applications may use a connection.
pub fn using(tx: &mut Tx, tenant: &TenantId, connection: &str) -> Result<i64> {
    let text = "SELECT count(*) AS n FROM connection_applications p WHERE p.tenant_id = $1 AND p.connection_id = $2";
    Statement::new(text).with(tenant.as_str()).with(connection).number(tx)
}
