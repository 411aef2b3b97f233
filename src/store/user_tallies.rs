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
    /// How many users match.
    pub matches: i64,
    /// How many match each of its parts, in their order.
    pub parts: Vec<i64>,
}

/// Asks the tallies, in one statement; they know the number or nothing.
pub(super) fn tally(tx: &mut Tx, tenant: &TenantId, filter: &Filter) -> Result<Option<Tally>> {
    if let Filter::Role(id) = filter {
        let text =
            "SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n FROM role_tallies WHERE tenant_id = $1 AND role_id = $2";
        let n = Statement::new(text).with(tenant.as_str()).with(id.as_str()).number(tx)?;
        return Ok(Some(Tally { matches: n, parts: vec![n] }));
    }
    let mut statement = Statement::default();
    statement.bind(tenant.as_str());
    let mut conditions = Vec::new();
    for part in filter.parts() {
        conditions.push(match part {
            Filter::Connection(name) => format!("connection = ${}", statement.bind(name.as_str())),
            Filter::Status(status) => flags(*status).to_owned(),
            _ => return Ok(None),
        });
    }
    let all = if conditions.is_empty() { "1 = 1".to_owned() } else { conditions.join(" AND ") };
    // A single part is the whole.
    let apart = if conditions.len() > 1 { conditions.as_slice() } else { &[] };
    let each = std::iter::once(&all).chain(apart).enumerate().map(|(i, condition)| {
        format!(
            "SELECT CAST({i} AS BIGINT) AS nth, CAST(COALESCE(SUM(n), 0) AS BIGINT) AS n \
             FROM user_tallies WHERE tenant_id = $1 AND {condition}"
        )
    });
    statement.text = each.collect::<Vec<_>>().join(" UNION ALL ");
    let mut found: Vec<Tallied> = statement.load(tx)?;
    found.sort_by_key(|tallied| tallied.nth);
    let numbers: Vec<i64> = found.iter().map(|tallied| tallied.n).collect();
    let matches = numbers.first().copied().unwrap_or_default();
    Ok(Some(Tally { matches, parts: if apart.is_empty() { numbers } else { numbers[1..].to_vec() } }))
}

#[derive(QueryableByName)]
struct Tallied {
    #[diesel(sql_type = BigInt)]
    nth: i64,
    #[diesel(sql_type = BigInt)]
    n: i64,
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
