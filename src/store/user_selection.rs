//! The users a bulk act is about: how many there are and what stands in the way, and themselves, chunk by chunk.

mod stretch;

use super::db::Tx;
use super::dialect::search as dialect;
use super::statement::Statement;
use super::user_list::Query;
use super::user_search;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::bulk_verb::BulkVerb;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text, Timestamp as SqlTimestamp};
use serde::{Deserialize, Serialize};
use std::time::Duration;

pub(super) use stretch::found;
pub use stretch::{Found, Place, Reach, Stretch};

/// Who was chosen.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Selection {
    /// These, ticked one by one.
    Ticked(Vec<UserId>),
    /// All that match a list, whatever the page.
    Matching(Box<Query>),
}

/// What a selection comes to. The counts but the first do not overlap.
#[derive(Debug, Clone, Default, PartialEq, Eq, QueryableByName)]
pub struct Counts {
    /// All of them.
    #[diesel(sql_type = BigInt)]
    pub matched: i64,
    /// Owners' accounts, which are left alone.
    #[diesel(sql_type = BigInt)]
    pub protected: i64,
    /// In the wished state already.
    #[diesel(sql_type = BigInt)]
    pub settled: i64,
    /// It cannot be done to.
    #[diesel(sql_type = BigInt)]
    pub barred: i64,
}

impl Counts {
    /// How many will change.
    pub fn changing(&self) -> i64 {
        self.matched - self.protected - self.settled - self.barred
    }
}

/// One of the users.
#[derive(Debug, Clone, QueryableByName)]
pub struct Selected {
    #[diesel(sql_type = Text)]
    pub user_id: String,
    #[diesel(sql_type = SqlTimestamp)]
    pub created_at: Timestamp,
    #[diesel(sql_type = BigInt)]
    pub version: i64,
    #[diesel(sql_type = Bool)]
    pub settled: bool,
}

/// Counts the users that existed at an instant, within a time: what needs longer is [`crate::error::Error::TooSlow`]. `locked`
/// names the connections that say themselves who is verified.
pub fn count(
    tx: &mut Tx,
    tenant: &TenantId,
    verb: &BulkVerb,
    selection: &Selection,
    at: Timestamp,
    locked: &[String],
    budget: Duration,
) -> Result<Counts> {
    let (mut statement, before, from) = all_of(tx, tenant, selection, at, budget)?;
    let protected = protected(verb, tenant, &mut statement);
    let settled = settled(verb, tenant, &mut statement);
    let barred = barred(verb, locked, &mut statement);
    statement.text = format!(
        "{before}SELECT count(*) AS matched, count(CASE WHEN {protected} THEN 1 END) AS protected, \
         count(CASE WHEN {protected} THEN NULL WHEN {settled} THEN 1 END) AS settled, \
         count(CASE WHEN {protected} THEN NULL WHEN {settled} THEN NULL WHEN {barred} THEN 1 END) AS barred{from}"
    );
    Ok(dialect::too_slow(statement.once().first(tx))?.unwrap_or_default())
}

/// How many users that are, whatever is done to them, within a time: what [`count`] may need longer for.
pub fn number(tx: &mut Tx, tenant: &TenantId, selection: &Selection, budget: Duration) -> Result<i64> {
    match selection {
        Selection::Ticked(ids) => Ok(ids.len() as i64),
        Selection::Matching(query) => user_search::number(tx, tenant, query, budget),
    }
}

/// The next users of a stretch.
pub fn after(
    tx: &mut Tx,
    tenant: &TenantId,
    verb: &BulkVerb,
    selection: &Selection,
    stretch: &Stretch,
) -> Result<Found<Selected>> {
    let columns = |statement: &mut Statement| {
        let settled = settled(verb, tenant, statement);
        format!("u.user_id, u.created_at, u.version, ({settled}) AS settled")
    };
    let place = |user: &Selected| (user.created_at, user.user_id.clone());
    found(tx, tenant, selection, stretch, columns, place)
}

/// A statement in the making about all who are chosen; see [`user_search::all_of`].
pub(super) fn all_of(
    tx: &mut Tx,
    tenant: &TenantId,
    selection: &Selection,
    at: Timestamp,
    budget: Duration,
) -> Result<(Statement, String, String)> {
    let (mut statement, before, mut from) = match selection {
        Selection::Matching(query) => user_search::all_of(tx, tenant, query, budget)?,
        Selection::Ticked(ids) => {
            let mut statement = Statement::default();
            let conditions = ticked(tenant, ids, &mut statement);
            (statement, String::new(), format!(" FROM users u WHERE {conditions}"))
        }
    };
    from.push_str(&existing(at, &mut statement));
    Ok((statement, before, from))
}

fn ticked(tenant: &TenantId, ids: &[UserId], to: &mut Statement) -> String {
    let tenant = to.bind(tenant.as_str());
    let ids: Vec<_> = ids.iter().map(|id| format!("${}", to.bind(id.to_string()))).collect();
    format!("u.tenant_id = ${tenant} AND u.user_id IN ({})", ids.join(", "))
}

/// Who came later is not among those the operator has seen.
fn existing(at: Timestamp, to: &mut Statement) -> String {
    format!(" AND u.created_at <= ${}", to.bind(at))
}

/// Whose verified email address is that of an owner of this tenant.
fn protected(verb: &BulkVerb, tenant: &TenantId, to: &mut Statement) -> String {
    if !verb.takes_away() {
        return "FALSE".to_owned();
    }
    let tenant = to.bind(tenant.as_str());
    format!(
        "u.email_verified AND lower(u.email) IN (SELECT o.email FROM operators o JOIN operator_memberships m \
         ON m.operator_id = o.operator_id WHERE m.tenant_id = ${tenant} AND m.role = 'owner')"
    )
}

fn settled(verb: &BulkVerb, tenant: &TenantId, to: &mut Statement) -> String {
    let mut has = |table: &str, role: Option<&str>| {
        let tenant = to.bind(tenant.as_str());
        let role = role.map(|role| format!(" AND t.role_id = ${}", to.bind(role.to_owned())));
        let role = role.unwrap_or_default();
        format!("EXISTS (SELECT 1 FROM {table} t WHERE t.tenant_id = ${tenant} AND t.user_id = u.user_id{role})")
    };
    match verb {
        BulkVerb::Block => "u.blocked".to_owned(),
        BulkVerb::Unblock => "NOT u.blocked".to_owned(),
        BulkVerb::MarkVerified => "u.email_verified".to_owned(),
        BulkVerb::AssignRole(role) => has("user_roles", Some(role)),
        BulkVerb::RemoveRole(role) => format!("NOT {}", has("user_roles", Some(role))),
        BulkVerb::EndSessions => {
            format!("NOT {} AND NOT {}", has("user_sessions", None), has("device_credentials", None))
        }
        BulkVerb::Delete => "FALSE".to_owned(),
    }
}

fn barred(verb: &BulkVerb, locked: &[String], to: &mut Statement) -> String {
    if *verb != BulkVerb::MarkVerified {
        return "FALSE".to_owned();
    }
    let mut text = "u.email IS NULL".to_owned();
    for name in locked {
        text.push_str(&format!(" OR u.connection = ${}", to.bind(name.clone())));
    }
    text
}
