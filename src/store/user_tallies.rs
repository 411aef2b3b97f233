//! How many users there are, all of them or those of a connection, a state or a role: kept by triggers, so that it costs
//! the same at any number.

use super::db::Tx;
use super::statement::Statement;
use crate::error::Result;
use crate::model::search::Filter;
use crate::model::tenant::TenantId;
use crate::model::user::Status;
use diesel::prelude::*;
use diesel::sql_types::BigInt;

/// What the tallies know of a filter.
pub(super) struct Tally {
    /// How many users there are.
    pub users: i64,
    /// How many of them match.
    pub matches: i64,
    /// How many match each of its parts, in their order.
    pub parts: Vec<i64>,
}

/// The statement that tells how many users a tenant has, as `users`.
pub(super) fn users(tenant: usize) -> String {
    sum("users", &[], tenant)
}

/// The statement that tells how many match a filter, as `n`, if the tallies know it.
pub(super) fn matches(filter: &Filter, statement: &mut Statement, tenant: usize) -> Option<String> {
    let each: Option<Vec<_>> = filter.parts().iter().map(|part| condition(part, statement)).collect();
    each.map(|all| sum("n", &all, tenant))
}

/// Whether the tallies know the users of a condition, alone or with others of its kind.
pub(super) fn knows(one: &Filter) -> bool {
    matches!(one, Filter::Connection(_) | Filter::Status(_) | Filter::Blocked(true) | Filter::EmailVerified(false))
}

/// Asks the tallies, in one statement; they know the number or nothing.
pub(super) fn tally(tx: &mut Tx, tenant: &TenantId, filter: &Filter) -> Result<Option<Tally>> {
    let mut statement = Statement::default();
    let tenant = statement.bind(tenant.as_str());
    let mut sums = vec![sum("n", &[], tenant)];
    if let Filter::Role(id) = filter {
        let role = statement.bind(id.as_str());
        sums.push(format!(
            "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM role_tallies \
             WHERE tenant_id = ${tenant} AND role_id = ${role}"
        ));
    } else {
        let each: Option<Vec<_>> = filter.parts().iter().map(|part| condition(part, &mut statement)).collect();
        let Some(each) = each else { return Ok(None) };
        sums.push(sum("n", &each, tenant));
        // A single part is the whole.
        if each.len() > 1 {
            sums.extend(each.iter().map(|one| sum("n", std::slice::from_ref(one), tenant)));
        }
    }
    let each =
        sums.iter().enumerate().map(|(i, sum)| format!("SELECT CAST({i} AS BIGINT) AS nth, n FROM ({sum}) sum{i}"));
    statement.text = each.collect::<Vec<_>>().join(" UNION ALL ");
    let mut found: Vec<Tallied> = statement.load(tx)?;
    found.sort_by_key(|tallied| tallied.nth);
    let mut numbers = found.into_iter().map(|tallied| tallied.n);
    let (users, matches) = (numbers.next().unwrap_or_default(), numbers.next().unwrap_or_default());
    let parts: Vec<i64> = numbers.collect();
    Ok(Some(Tally { users, matches, parts: if parts.is_empty() { vec![matches] } else { parts } }))
}

fn sum(name: &str, conditions: &[String], tenant: usize) -> String {
    let all: String = conditions.iter().map(|one| format!(" AND {one}")).collect();
    format!("SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS {name} FROM user_tallies WHERE tenant_id = ${tenant}{all}")
}

#[derive(QueryableByName)]
struct Tallied {
    #[diesel(sql_type = BigInt)]
    nth: i64,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// What the tallies keep apart.
fn condition(part: &Filter, statement: &mut Statement) -> Option<String> {
    Some(match part {
        Filter::Connection(name) => format!("connection = ${}", statement.bind(name.as_str())),
        Filter::Status(status) => flags(*status).to_owned(),
        Filter::Blocked(true) => flags(Status::Blocked).to_owned(),
        Filter::EmailVerified(false) => flags(Status::Unverified).to_owned(),
        _ => return None,
    })
}

/// The states are told apart as in the migration that made the tallies.
fn flags(status: Status) -> &'static str {
    match status {
        Status::Blocked => "flags & 1 = 1",
        Status::Pending => "flags & 2 = 2",
        Status::Unverified => "flags & 4 = 4",
        Status::Active => "flags = 0",
    }
}
