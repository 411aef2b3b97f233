//! The recycle bin: deleted users as one document each, apart from everything that reads users.

use super::columns::{from_json, to_json};
use super::db::Tx;
use super::dialect;
use super::schema::deleted_users as table;
use super::statement::Statement;
use super::whole_user::WholeUser;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::deleted_user::DeletedUser;
use crate::model::paging::{Page, Start, Total};
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;

/// The list is counted up to here; beyond it, it says "10,000+".
const COUNT_CAP: i64 = 10_000;
/// Sorts behind whatever an address goes on with.
const BEHIND: &str = "\u{10FFFF}";

#[derive(Queryable, Selectable)]
#[diesel(table_name = table)]
struct Row {
    deletion_id: String,
    user_id: String,
    name: String,
    email: Option<String>,
    connection: String,
    strategy: String,
    deleted_at: Timestamp,
    deleted_by: Option<String>,
    restorable_until: Timestamp,
}

impl From<Row> for DeletedUser {
    fn from(row: Row) -> Self {
        Self {
            id: row.deletion_id,
            user_id: UserId::from_text(row.user_id),
            name: row.name,
            email: row.email,
            connection: row.connection,
            strategy: row.strategy,
            deleted_at: row.deleted_at,
            deleted_by: row.deleted_by,
            restorable_until: row.restorable_until,
        }
    }
}

/// Puts a user into the bin.
pub fn insert(tx: &mut Tx, tenant: &TenantId, deleted: &DeletedUser, whole: &WholeUser) -> Result<()> {
    let values = (
        table::tenant_id.eq(tenant.as_str()),
        table::deletion_id.eq(&deleted.id),
        table::user_id.eq(deleted.user_id.as_str()),
        table::name.eq(&deleted.name),
        table::email.eq(deleted.email.as_deref()),
        table::email_key.eq(key_of(deleted.email.as_deref().unwrap_or_default())),
        table::connection.eq(&deleted.connection),
        table::strategy.eq(&deleted.strategy),
        table::deleted_at.eq(deleted.deleted_at),
        table::deleted_by.eq(deleted.deleted_by.as_deref()),
        table::restorable_until.eq(deleted.restorable_until),
        table::document.eq(to_json(whole)?),
    );
    diesel::insert_into(table::table).values(values).execute(tx.conn())?;
    Ok(())
}

fn key_of(email: &str) -> String {
    email.trim().to_lowercase()
}

/// A deleted user by id.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<DeletedUser> {
    let row: Option<Row> =
        table::table.find((tenant.as_str(), id)).select(Row::as_select()).first(tx.conn()).optional()?;
    row.map(DeletedUser::from).ok_or(Error::NotFound("deleted user"))
}

/// Likewise, locked until the transaction ends: of two who restore or delete, the second finds nobody.
pub fn find_for_update(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<DeletedUser> {
    dialect::lock_deleted_user(tx, tenant.as_str(), id)?;
    find(tx, tenant, id)
}

/// All of a deleted user.
pub fn whole(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<WholeUser> {
    let document: String = table::table.find((tenant.as_str(), id)).select(table::document).first(tx.conn())?;
    from_json(&document)
}

/// Takes a user out of the bin.
pub fn delete(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<()> {
    diesel::delete(table::table.find((tenant.as_str(), id))).execute(tx.conn())?;
    Ok(())
}

/// One page, deleted last first and those of one instant by their ids, so that the same users always stand in the same
/// order; of those whose email address begins so, where a search is given.
pub fn page(tx: &mut Tx, tenant: &TenantId, search: &str, size: usize, start: &Start) -> Result<Page<DeletedUser>> {
    let mut query = table::table
        .filter(table::tenant_id.eq(tenant.as_str()))
        .select(Row::as_select())
        .limit(i64::try_from(size).unwrap_or(i64::MAX - 1) + 1)
        .into_boxed();
    let wanted = key_of(search);
    if !wanted.is_empty() {
        let behind = format!("{wanted}{BEHIND}");
        query = query.filter(table::email_key.ge(wanted)).filter(table::email_key.lt(behind));
    }
    if let Some(key) = start.key() {
        let at = super::columns::instant(&key.sort)?;
        let (id, user) = key.id.split_once(' ').map_or((key.id.clone(), String::new()), |(i, u)| (i.into(), u.into()));
        // The first condition bounds the walk through the index, the others settle ties.
        query = if start.is_backward() {
            let behind = table::user_id.gt(user.clone()).or(table::user_id.eq(user).and(table::deletion_id.gt(id)));
            query.filter(table::deleted_at.ge(at)).filter(table::deleted_at.gt(at).or(behind))
        } else {
            let behind = table::user_id.lt(user.clone()).or(table::user_id.eq(user).and(table::deletion_id.lt(id)));
            query.filter(table::deleted_at.le(at)).filter(table::deleted_at.lt(at).or(behind))
        };
    }
    query = if start.is_backward() {
        query.order((table::deleted_at.asc(), table::user_id.asc(), table::deletion_id.asc()))
    } else {
        query.order((table::deleted_at.desc(), table::user_id.desc(), table::deletion_id.desc()))
    };
    let rows: Vec<Row> = query.load(tx.conn())?;
    Ok(Page::from_fetched(rows.into_iter().map(DeletedUser::from).collect(), size, start))
}

/// How many [`page`] has in all.
pub fn total(tx: &mut Tx, tenant: &TenantId, search: &str) -> Result<Total> {
    let wanted = key_of(search);
    let condition = if wanted.is_empty() { "" } else { " AND email_key >= $2 AND email_key < $3" };
    let text = format!(
        "SELECT count(*) AS n FROM (SELECT 1 AS one FROM deleted_users WHERE tenant_id = $1{condition} LIMIT {}) capped",
        COUNT_CAP + 1
    );
    let statement = Statement::new(text).with(tenant.as_str());
    let statement =
        if wanted.is_empty() { statement } else { statement.with(wanted.as_str()).with(format!("{wanted}{BEHIND}")) };
    let n = statement.number(tx)?;
    Ok(if n > COUNT_CAP { Total::AtLeast(COUNT_CAP) } else { Total::Exactly(n) })
}

/// Those whose days are over, the longest first; at most so many, each with their tenant.
pub fn over(tx: &mut Tx, now: Timestamp, most: usize) -> Result<Vec<(TenantId, DeletedUser)>> {
    let rows: Vec<(String, Row)> = table::table
        .filter(table::restorable_until.le(now))
        .order(table::restorable_until)
        .limit(i64::try_from(most).unwrap_or(i64::MAX))
        .select((table::tenant_id, Row::as_select()))
        .load(tx.conn())?;
    Ok(rows.into_iter().map(|(tenant, row)| (TenantId::from_stored(tenant), row.into())).collect())
}
