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

/// Users of a role are counted up to here; beyond it the list says "10,000+".
pub const COUNT_CAP: i64 = 10_000;

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
            users: if row.users > COUNT_CAP { Total::AtLeast(COUNT_CAP) } else { Total::Exactly(row.users) },
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
         (SELECT count(*) FROM (SELECT 1 AS one FROM user_roles u WHERE u.tenant_id = r.tenant_id \
           AND u.role_id = r.role_id LIMIT {}) capped) AS users, \
         (SELECT count(*) FROM role_permissions p WHERE p.tenant_id = r.tenant_id AND p.role_id = r.role_id) AS permissions \
         FROM roles r WHERE r.tenant_id = $1 AND lower(r.name) LIKE $2 ESCAPE '\\'{condition} \
         ORDER BY {order} LIMIT {}",
        COUNT_CAP + 1,
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
