//! The connections of a tenant by what they are called: one keyset query, with how many applications may use each.

use super::connections::ConnectionRow;
use super::db::Tx;
use super::dialect::binary;
use super::keyset::{Keyset, containing, with_key};
use super::statement::Statement;
use crate::error::Result;
use crate::model::connection::{Connection, Kind};
use crate::model::paging::{Key, Page, Start, Total};
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// A connection in the list.
#[derive(Debug, Clone)]
pub struct ListedConnection {
    pub connection: Connection,
    /// How many applications may use it.
    pub applications: i64,
    /// Whether the application that was asked about may use it.
    pub on: bool,
}

impl ListedConnection {
    /// Its place in the list, for the address of the next page.
    pub fn key(&self) -> Key {
        Key { sort: self.connection.label().to_ascii_lowercase(), id: self.connection.id.clone() }
    }
}

/// Which connections are looked for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub kind: Option<Kind>,
    /// In names and strategy.
    pub search: String,
    /// The client id of an application to ask about, or empty.
    pub application: String,
}

/// What a connection is called; an index has the same expression.
const LABEL: &str = "CASE WHEN c.display_name = '' THEN c.name ELSE c.display_name END";

#[derive(QueryableByName)]
struct Row {
    #[diesel(embed)]
    connection: ConnectionRow,
    #[diesel(sql_type = BigInt)]
    applications: i64,
    #[diesel(sql_type = BigInt)]
    uses: i64,
}

fn matching(query: &Query) -> String {
    let text = "c.tenant_id = $1 AND (lower(c.name) LIKE $2 ESCAPE '\\' OR lower(c.display_name) LIKE $2 ESCAPE '\\' \
                OR lower(c.strategy) LIKE $2 ESCAPE '\\')";
    let quoted = |all: &[&str]| all.iter().map(|s| format!("'{s}'")).collect::<Vec<_>>().join(", ");
    match query.kind {
        None => text.to_owned(),
        Some(Kind::Enterprise) => {
            let others = [Kind::Database, Kind::Social, Kind::Passwordless].map(Kind::strategies).concat();
            format!("{text} AND c.strategy NOT IN ({})", quoted(&others))
        }
        Some(kind) => format!("{text} AND c.strategy IN ({})", quoted(kind.strategies())),
    }
}

/// One page of connections.
pub fn page(
    tx: &mut Tx,
    tenant: &TenantId,
    query: &Query,
    size: usize,
    start: &Start,
) -> Result<Page<ListedConnection>> {
    let Keyset { condition, order } =
        Keyset::new(&format!("lower({})", binary(tx, LABEL)), "c.connection_id", start, 4);
    let used = "FROM connection_applications p WHERE p.tenant_id = c.tenant_id AND p.connection_id = c.connection_id";
    let text = format!(
        "SELECT c.connection_id, c.name, c.strategy, c.display_name, c.options, c.created_at, c.updated_at, c.version, \
         (SELECT count(*) {used}) AS applications, (SELECT count(*) {used} AND p.client_id = $3) AS uses \
         FROM connections c WHERE {}{condition} ORDER BY {order} LIMIT {}",
        matching(query),
        size + 1
    );
    let statement = Statement::new(text).with(tenant.as_str()).with(containing(&query.search));
    let rows: Vec<Row> = with_key(statement.with(query.application.as_str()), start).load(tx)?;
    let listed = rows.into_iter().map(|row| {
        let connection = row.connection.into_connection()?;
        Ok(ListedConnection { connection, applications: row.applications, on: row.uses > 0 })
    });
    Ok(Page::from_fetched(listed.collect::<Result<_>>()?, size, start))
}

/// How many connections match.
pub fn total(tx: &mut Tx, tenant: &TenantId, query: &Query) -> Result<Total> {
    let text = format!("SELECT count(*) AS n FROM connections c WHERE {}", matching(query));
    Ok(Total::Exactly(Statement::new(text).with(tenant.as_str()).with(containing(&query.search)).number(tx)?))
}

/// How many connections an application may use.
pub fn used_by(tx: &mut Tx, tenant: &TenantId, application: &str) -> Result<i64> {
    let text = "SELECT count(*) AS n FROM connection_applications p WHERE p.tenant_id = $1 AND p.client_id = $2";
    Statement::new(text).with(tenant.as_str()).with(application).number(tx)
}
