//! Grants: the applications users have authorised.

use super::bulk::insert_all;
use super::columns::{from_json, to_json};
use super::db::Tx;
use super::schema::{applications, grants, resource_servers};
use super::statement::Statement;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::grant::{Grant, StoredGrant};
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;
use diesel::sql_types::Text;

/// A user's grants, by application and API.
pub fn of_user(tx: &mut Tx, tenant: &TenantId, user: &UserId) -> Result<Vec<Grant>> {
    type Row = (String, String, String, String, Option<String>, String, Timestamp);
    let rows: Vec<Row> = grants::table
        .inner_join(
            applications::table
                .on(applications::tenant_id.eq(grants::tenant_id).and(applications::client_id.eq(grants::client_id))),
        )
        .left_join(resource_servers::table.on(
            resource_servers::tenant_id.eq(grants::tenant_id).and(resource_servers::identifier.eq(grants::audience)),
        ))
        .filter(grants::tenant_id.eq(tenant.as_str()).and(grants::user_id.eq(user.as_str())))
        .order((applications::name, grants::audience))
        .select((
            grants::grant_id,
            grants::client_id,
            applications::name,
            grants::audience,
            resource_servers::name.nullable(),
            grants::scopes,
            grants::created_at,
        ))
        .load(tx.conn())?;
    rows.into_iter()
        .map(|(id, client_id, application, audience, api_name, scopes, created_at)| {
            Ok(Grant { id, client_id, application, audience, api_name, scopes: from_json(&scopes)?, created_at })
        })
        .collect()
}

/// Whose grant it is; none when there is no such grant.
pub fn owner(tx: &mut Tx, tenant: &TenantId, grant: &str) -> Result<Option<UserId>> {
    let owner: Option<String> =
        grants::table.find((tenant.as_str(), grant)).select(grants::user_id).first(tx.conn()).optional()?;
    Ok(owner.map(UserId::from_text))
}

/// Removes a grant.
pub fn delete(tx: &mut Tx, tenant: &TenantId, grant: &str) -> Result<()> {
    diesel::delete(grants::table.find((tenant.as_str(), grant))).execute(tx.conn())?;
    Ok(())
}

/// Adds a grant to a user.
pub fn insert(tx: &mut Tx, tenant: &TenantId, user: &UserId, grant: &Grant) -> Result<()> {
    insert_all(tx, tenant, &[(user.clone(), grant.clone())])
}

/// Adds grants to their users.
pub fn insert_all(tx: &mut Tx, tenant: &TenantId, all: &[(UserId, Grant)]) -> Result<()> {
    insert_all!(tx, grants::table, all, |(user, grant)| Ok((
        grants::tenant_id.eq(tenant.as_str()),
        grants::grant_id.eq(&grant.id),
        grants::user_id.eq(user.as_str()),
        grants::client_id.eq(&grant.client_id),
        grants::audience.eq(&grant.audience),
        grants::scopes.eq(to_json(&grant.scopes)?),
        grants::created_at.eq(grant.created_at),
    )));
    Ok(())
}

/// Which grants.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    pub user_id: Option<String>,
    pub client_id: Option<String>,
    pub audience: Option<String>,
}

impl Filter {
    fn statement(&self, columns: &str, tenant: &TenantId) -> Statement {
        let mut statement = Statement::new(format!("SELECT {columns} FROM grants WHERE tenant_id = $1"));
        statement.bind(tenant.as_str());
        let filters = [("user_id", &self.user_id), ("client_id", &self.client_id), ("audience", &self.audience)];
        for (column, value) in filters {
            if let Some(value) = value {
                let n = statement.bind(value.as_str());
                statement.text.push_str(&format!(" AND {column} = ${n}"));
            }
        }
        statement
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    grant_id: String,
    #[diesel(sql_type = Text)]
    user_id: String,
    #[diesel(sql_type = Text)]
    client_id: String,
    #[diesel(sql_type = Text)]
    audience: String,
    #[diesel(sql_type = Text)]
    scopes: String,
}

/// Grants that fit, by id: so many, after so many others.
pub fn window(
    tx: &mut Tx,
    tenant: &TenantId,
    filter: &Filter,
    (skip, size): (usize, usize),
) -> Result<Vec<StoredGrant>> {
    let number = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let mut statement = filter.statement("grant_id, user_id, client_id, audience, scopes", tenant);
    let (limit, offset) = (statement.bind(number(size)), statement.bind(number(skip)));
    statement.text.push_str(&format!(" ORDER BY grant_id LIMIT ${limit} OFFSET ${offset}"));
    let rows: Vec<Row> = statement.load(tx)?;
    let grant = |row: Row| {
        Ok(StoredGrant {
            id: row.grant_id,
            user_id: UserId::from_text(row.user_id),
            client_id: row.client_id,
            audience: row.audience,
            scopes: from_json(&row.scopes)?,
        })
    };
    rows.into_iter().map(grant).collect()
}

/// How many fit.
pub fn count(tx: &mut Tx, tenant: &TenantId, filter: &Filter) -> Result<i64> {
    filter.statement("count(*) AS n", tenant).number(tx)
}
