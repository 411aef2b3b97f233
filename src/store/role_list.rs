//! The roles list: one keyset query with the numbers of users and permissions, and the number of matches.

use super::db::Tx;
use super::keyset::{Keyset, containing, with_key};
use super::statement::Statement;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::paging::{Key, Page, Start, Total};
use crate::model::role::Role;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text, Timestamp as SqlTimestamp};

/// A role and how much hangs on it.
#[derive(Debug, Clone)]
pub struct ListedRole {
    pub role: Role,
    pub users: Total,
    pub permissions: i64,
}

impl ListedRole {
    /// Its place in the list, for the address of the next page. The order ignores the case of `A` to `Z`, which is all
    /// that both databases agree on.
    pub fn key(&self) -> Key {
        Key { sort: self.role.name.to_ascii_lowercase(), id: self.role.id.clone() }
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    role_id: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    description: String,
    #[diesel(sql_type = SqlTimestamp)]
    created_at: Timestamp,
    #[diesel(sql_type = SqlTimestamp)]
    updated_at: Timestamp,
    #[diesel(sql_type = BigInt)]
    version: i64,
    #[diesel(sql_type = BigInt)]
    users: i64,
    #[diesel(sql_type = BigInt)]
    permissions: i64,
}

impl From<Row> for ListedRole {
    fn from(row: Row) -> Self {
        Self {
            users: Total::Exactly(row.users),
            permissions: row.permissions,
            role: Role {
                id: row.role_id,
                name: row.name,
                description: row.description,
                created_at: row.created_at,
                updated_at: row.updated_at,
                version: row.version,
            },
        }
    }
}

/// One page of roles whose name contains a text (any, when it is empty).
pub fn page(tx: &mut Tx, tenant: &TenantId, search: &str, size: usize, start: &Start) -> Result<Page<ListedRole>> {
    let Keyset { condition, order } = Keyset::new("lower(r.name)", "r.role_id", start, 3);
    let text = format!(
        "SELECT r.role_id, r.name, r.description, r.created_at, r.updated_at, r.version, \
         COALESCE((SELECT t.n FROM role_tallies t WHERE t.tenant_id = r.tenant_id AND t.role_id = r.role_id), 0) AS users, \
         (SELECT count(*) FROM role_permissions p WHERE p.tenant_id = r.tenant_id AND p.role_id = r.role_id) AS permissions \
         FROM roles r WHERE r.tenant_id = $1 AND lower(r.name) LIKE $2 ESCAPE '\\'{condition} \
         ORDER BY {order} LIMIT {}",
        size + 1,
    );
    let statement = Statement::new(text).with(tenant.as_str()).with(containing(search));
    let rows: Vec<Row> = with_key(statement, start).load(tx)?;
    Ok(Page::from_fetched(rows.into_iter().map(ListedRole::from).collect(), size, start))
}

/// How many roles have a name that contains a text.
pub fn total(tx: &mut Tx, tenant: &TenantId, search: &str) -> Result<Total> {
    let text = "SELECT count(*) AS n FROM roles r WHERE r.tenant_id = $1 AND lower(r.name) LIKE $2 ESCAPE '\\'";
    Ok(Total::Exactly(Statement::new(text).with(tenant.as_str()).with(containing(search)).number(tx)?))
}
