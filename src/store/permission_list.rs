//! Permissions page by page: those of an API by name, and those of a role by API and name.

use super::db::Tx;
use super::dialect::binary;
use super::keyset::{Keyset, containing, with_key};
use super::statement::Statement;
use crate::error::Result;
use crate::model::paging::{Key, Page, Start, Total};
use crate::model::permission::Permission;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// What permissions are looked for: an API's, or a role's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Of<'a> {
    Api(&'a str),
    Role(&'a str),
}

/// A permission in the list.
#[derive(Debug, Clone)]
pub struct ListedPermission {
    pub permission: Permission,
    /// How many roles hold it.
    pub roles: i64,
    /// How many users have it directly.
    pub users: i64,
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    resource_server_id: String,
    #[diesel(sql_type = Text)]
    api_name: String,
    #[diesel(sql_type = Text)]
    identifier: String,
    #[diesel(sql_type = Text)]
    name: String,
    #[diesel(sql_type = Text)]
    description: String,
    #[diesel(sql_type = BigInt)]
    roles: i64,
    #[diesel(sql_type = BigInt)]
    users: i64,
}

/// What a name of a permission is told apart by when several APIs have it.
const ID: &str = "p.resource_server_id || ' ' || p.name";

impl Of<'_> {
    fn id(&self) -> &str {
        match self {
            Self::Api(id) | Self::Role(id) => id,
        }
    }

    /// What follows FROM: the permissions, their APIs, and which of them count; `$2` is the API or the role.
    fn source(self) -> String {
        let api =
            "JOIN resource_servers s ON s.tenant_id = p.tenant_id AND s.resource_server_id = p.resource_server_id";
        let text = "(lower(p.name) LIKE $3 ESCAPE '\\' OR lower(p.description) LIKE $3 ESCAPE '\\')";
        match self {
            Self::Api(_) => {
                format!("permissions p {api} WHERE p.tenant_id = $1 AND p.resource_server_id = $2 AND {text}")
            }
            Self::Role(_) => format!(
                "role_permissions h JOIN permissions p ON p.tenant_id = h.tenant_id \
                 AND p.resource_server_id = h.resource_server_id AND p.name = h.permission_name {api} \
                 WHERE h.tenant_id = $1 AND h.role_id = $2 AND {text}"
            ),
        }
    }

    fn sort(self) -> &'static str {
        match self {
            Self::Api(_) => "p.name",
            Self::Role(_) => "lower(s.name)",
        }
    }

    /// A permission's place in the list of its API, for the address of the next page.
    pub fn key_by_name(permission: &Permission) -> Key {
        Key { sort: permission.name.clone(), id: format!("{} {}", permission.resource_server_id, permission.name) }
    }

    /// Likewise in the list of a role.
    pub fn key_by_api(permission: &Permission) -> Key {
        Key { sort: permission.api_name.to_ascii_lowercase(), ..Self::key_by_name(permission) }
    }
}

/// One page of permissions whose name or description contains a text.
pub fn page(
    tx: &mut Tx,
    tenant: &TenantId,
    of: Of,
    search: &str,
    size: usize,
    start: &Start,
) -> Result<Page<ListedPermission>> {
    let Keyset { condition, order } = Keyset::new(of.sort(), &binary(tx, ID), start, 4);
    let holders = |table: &str| {
        format!(
            "(SELECT count(*) FROM {table} t WHERE t.tenant_id = p.tenant_id \
             AND t.resource_server_id = p.resource_server_id AND t.permission_name = p.name)"
        )
    };
    let text = format!(
        "SELECT p.resource_server_id, s.name AS api_name, s.identifier, p.name, p.description, {} AS roles, {} AS users \
         FROM {}{condition} ORDER BY {order} LIMIT {}",
        holders("role_permissions"),
        holders("user_permissions"),
        of.source(),
        size + 1
    );
    let statement = Statement::new(text).with(tenant.as_str()).with(of.id()).with(containing(search));
    let rows: Vec<Row> = with_key(statement, start).load(tx)?;
    Ok(Page::from_fetched(rows.into_iter().map(listed).collect(), size, start))
}

fn listed(row: Row) -> ListedPermission {
    ListedPermission {
        roles: row.roles,
        users: row.users,
        permission: Permission {
            resource_server_id: row.resource_server_id,
            api_name: row.api_name,
            api_identifier: row.identifier,
            name: row.name,
            description: row.description,
        },
    }
}

/// How many permissions have a name or a description that contains a text.
pub fn total(tx: &mut Tx, tenant: &TenantId, of: Of, search: &str) -> Result<Total> {
    let text = format!("SELECT count(*) AS n FROM {}", of.source());
    let statement = Statement::new(text).with(tenant.as_str()).with(of.id()).with(containing(search));
    Ok(Total::Exactly(statement.number(tx)?))
}
