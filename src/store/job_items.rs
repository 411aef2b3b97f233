//! What a job works through: one row per user, in the order of the work, with what came of it.

use super::bulk::insert_all;
use super::connection::AnyConnection;
use super::db::Tx;
use super::schema::{job_items, users};
use crate::error::Result;
use crate::model::tenant::TenantId;
use diesel::prelude::*;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = job_items)]
pub struct JobItem {
    pub position: i64,
    pub user_id: Option<String>,
    /// The user's version when the job set out.
    pub version: i64,
    /// Whether the user was in the wished state already then.
    pub settled: bool,
    /// None until it has been dealt with.
    pub outcome: Option<String>,
    /// Why, in words for people.
    pub detail: Option<String>,
}

/// Adds things to do.
pub fn insert(tx: &mut Tx, tenant: &TenantId, job: &str, items: &[JobItem]) -> Result<()> {
    insert_all!(tx, job_items::table, items, |item| Ok((
        job_items::tenant_id.eq(tenant.as_str()),
        job_items::job_id.eq(job),
        job_items::position.eq(item.position),
        job_items::user_id.eq(item.user_id.as_deref()),
        job_items::version.eq(item.version),
        job_items::settled.eq(item.settled),
        job_items::outcome.eq(item.outcome.as_deref()),
        job_items::detail.eq(item.detail.as_deref()),
    )));
    Ok(())
}

/// The next things to do after a position, in order.
pub fn after(tx: &mut Tx, tenant: &TenantId, job: &str, position: i64, most: i64) -> Result<Vec<JobItem>> {
    Ok(job_items::table
        .filter(job_items::tenant_id.eq(tenant.as_str()).and(job_items::job_id.eq(job)))
        .filter(job_items::position.gt(position))
        .order(job_items::position)
        .limit(most)
        .select(JobItem::as_select())
        .load(tx.conn())?)
}

/// Writes one outcome to many items.
pub fn settle(
    tx: &mut Tx,
    tenant: &TenantId,
    job: &str,
    positions: &[i64],
    outcome: &str,
    detail: Option<&str>,
) -> Result<()> {
    let mine = job_items::table.filter(job_items::tenant_id.eq(tenant.as_str()).and(job_items::job_id.eq(job)));
    // A list is an array on one database and so many binds on the other.
    let some = job_items::position.eq_any(positions);
    let values = (job_items::outcome.eq(Some(outcome)), job_items::detail.eq(detail));
    match tx.conn() {
        AnyConnection::Sqlite(conn) => diesel::update(mine.filter(some)).set(values).execute(conn)?,
        AnyConnection::Postgres(conn) => diesel::update(mine.filter(some)).set(values).execute(conn)?,
    };
    Ok(())
}

/// An item with the email address of its user, as far as there still is one.
pub type ItemRow = (JobItem, Option<String>);

/// Items with email addresses after a position, in order: for the file of results.
pub fn rows_after(tx: &mut Tx, tenant: &TenantId, job: &str, position: i64, most: i64) -> Result<Vec<ItemRow>> {
    let user = users::tenant_id.eq(job_items::tenant_id).and(users::user_id.nullable().eq(job_items::user_id));
    Ok(job_items::table
        .left_join(users::table.on(user))
        .filter(job_items::tenant_id.eq(tenant.as_str()).and(job_items::job_id.eq(job)))
        .filter(job_items::position.gt(position))
        .order(job_items::position)
        .limit(most)
        .select((JobItem::as_select(), users::email.nullable()))
        .load(tx.conn())?)
}

/// The first exceptions: what did not simply succeed.
pub fn exceptions(tx: &mut Tx, tenant: &TenantId, job: &str, most: i64) -> Result<Vec<ItemRow>> {
    let user = users::tenant_id.eq(job_items::tenant_id).and(users::user_id.nullable().eq(job_items::user_id));
    Ok(job_items::table
        .left_join(users::table.on(user))
        .filter(job_items::tenant_id.eq(tenant.as_str()).and(job_items::job_id.eq(job)))
        .filter(job_items::outcome.ne("succeeded"))
        .order((job_items::outcome, job_items::position))
        .limit(most)
        .select((JobItem::as_select(), users::email.nullable()))
        .load(tx.conn())?)
}

/// Removes some of a job's items; answers with how many.
pub(super) fn remove_some(tx: &mut Tx, tenant: &str, job: &str, most: i64) -> Result<usize> {
    let mine = job_items::table.filter(job_items::tenant_id.eq(tenant).and(job_items::job_id.eq(job)));
    let last: Option<i64> =
        mine.order(job_items::position).offset(most - 1).select(job_items::position).first(tx.conn()).optional()?;
    Ok(match last {
        Some(last) => diesel::delete(mine.filter(job_items::position.le(last))).execute(tx.conn())?,
        None => diesel::delete(mine).execute(tx.conn())?,
    })
}
