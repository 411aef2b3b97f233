//! What the menus over the users list offer: connections, roles and saved views, in one statement.

use super::db::Tx;
use super::statement::Statement;
use crate::error::Result;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

/// An entry of a menu.
#[derive(Debug, Clone, QueryableByName)]
pub struct Choice {
    #[diesel(sql_type = BigInt)]
    menu: i64,
    /// Of a connection its name, of a view what stands after the `?` of the list's address.
    #[diesel(sql_type = Text)]
    pub value: String,
    #[diesel(sql_type = Text)]
    pub name: String,
}

/// The menus, each by name.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub connections: Vec<Choice>,
    pub roles: Vec<Choice>,
    pub views: Vec<Choice>,
}

/// All connections, and of roles and views at most so many.
pub fn all(tx: &mut Tx, tenant: &TenantId, roles: i64, views: i64) -> Result<Choices> {
    let statement = Statement::new(
        "SELECT CAST(0 AS BIGINT) AS menu, name AS value, \
         CASE WHEN display_name = '' THEN name ELSE display_name END AS name FROM connections WHERE tenant_id = $1 \
         UNION ALL SELECT CAST(1 AS BIGINT), value, name FROM \
         (SELECT role_id AS value, name FROM roles WHERE tenant_id = $1 ORDER BY name LIMIT $2) offered_roles \
         UNION ALL SELECT CAST(2 AS BIGINT), value, name FROM \
         (SELECT query AS value, name FROM user_views WHERE tenant_id = $1 ORDER BY name LIMIT $3) offered_views",
    );
    let mut all: Vec<Choice> = statement.with(tenant.as_str()).with(roles).with(views).load(tx)?;
    all.sort_by(|a, b| a.name.cmp(&b.name));
    let mut choices = Choices::default();
    for choice in all {
        match choice.menu {
            0 => choices.connections.push(choice),
            1 => choices.roles.push(choice),
            _ => choices.views.push(choice),
        }
    }
    Ok(choices)
}
