//! The APIs of a tenant by name: one keyset query, with what uses each.

use super::db::Tx;
use super::keyset::{Keyset, containing, with_key};
use super::resource_servers::ResourceServerRow;
use super::statement::Statement;
use crate::error::Result;
use crate::model::paging::{Key, Page, Start, Total};
use crate::model::resource_server::ResourceServer;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// An API in the list.
#[derive(Debug, Clone)]
pub struct ListedApi {
    pub api: ResourceServer,
    pub permissions: i64,
    /// Roles that hold at least one of them.
    pub roles: i64,
}

impl ListedApi {
    /// Its place in the list, for the address of the next page.
    pub fn key(&self) -> Key {
        Key { sort: self.api.name.to_ascii_lowercase(), id: self.api.id.clone() }
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(embed)]
    api: ResourceServerRow,
    #[diesel(sql_type = BigInt)]
    permissions: i64,
    #[diesel(sql_type = BigInt)]
    roles: i64,
}

const MATCHING: &str =
    "a.tenant_id = $1 AND (lower(a.name) LIKE $2 ESCAPE '\\' OR lower(a.identifier) LIKE $2 ESCAPE '\\')";

/// One page of APIs whose name or identifier contains a text.
pub fn page(tx: &mut Tx, tenant: &TenantId, search: &str, size: usize, start: &Start) -> Result<Page<ListedApi>> {
    let Keyset { condition, order } = Keyset::new("lower(a.name)", "a.resource_server_id", start, 3);
    let of = |count: &str, table: &str| {
        format!(
            "(SELECT {count} FROM {table} t WHERE t.tenant_id = a.tenant_id AND t.resource_server_id = a.resource_server_id)"
        )
    };
    let text = format!(
        "SELECT a.resource_server_id, a.name, a.identifier, a.is_system, a.created_at, a.updated_at, a.version, \
         {} AS permissions, {} AS roles FROM resource_servers a WHERE {MATCHING}{condition} ORDER BY {order} LIMIT {}",
        of("count(*)", "permissions"),
        of("count(DISTINCT t.role_id)", "role_permissions"),
        size + 1
    );
    let statement = Statement::new(text).with(tenant.as_str()).with(containing(search));
    let rows: Vec<Row> = with_key(statement, start).load(tx)?;
    let listed = rows.into_iter().map(|r| ListedApi { api: r.api.into(), permissions: r.permissions, roles: r.roles });
    Ok(Page::from_fetched(listed.collect(), size, start))
}

/// How many APIs have a name or an identifier that contains a text.
pub fn total(tx: &mut Tx, tenant: &TenantId, search: &str) -> Result<Total> {
    let text = format!("SELECT count(*) AS n FROM resource_servers a WHERE {MATCHING}");
    Ok(Total::Exactly(Statement::new(text).with(tenant.as_str()).with(containing(search)).number(tx)?))
}
