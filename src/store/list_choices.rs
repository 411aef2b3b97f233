//! What the menus over the users list offer besides the connections: roles and saved views, in one statement.

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
    is_view: i64,
    #[diesel(sql_type = Text)]
    pub id: String,
    #[diesel(sql_type = Text)]
    pub name: String,
    /// Of a view: what stands after the `?` of the list's address.
    #[diesel(sql_type = Text)]
    pub query: String,
}

/// Roles and views, each by name and at most so many.
pub fn all(tx: &mut Tx, tenant: &TenantId, roles: i64, views: i64) -> Result<(Vec<Choice>, Vec<Choice>)> {
    let statement = Statement::new(
        "SELECT CAST(0 AS BIGINT) AS is_view, id, name, query FROM \
         (SELECT role_id AS id, name, '' AS query FROM roles WHERE tenant_id = $1 ORDER BY name LIMIT $2) offered_roles \
         UNION ALL SELECT CAST(1 AS BIGINT), id, name, query FROM \
         (SELECT view_id AS id, name, query FROM user_views WHERE tenant_id = $1 ORDER BY name LIMIT $3) offered_views",
    );
    let mut all: Vec<Choice> = statement.with(tenant.as_str()).with(roles).with(views).load(tx)?;
    all.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(all.into_iter().partition(|choice| choice.is_view == 0))
}
