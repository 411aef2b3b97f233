//! Numbers about a tenant: who was active, and how often a thing happened each day.

use super::db::Tx;
use super::statement::Statement;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};
use std::collections::HashMap;

/// How many users have logged in since an instant.
pub fn active_since(tx: &mut Tx, tenant: &TenantId, since: Timestamp) -> Result<i64> {
    let text = "SELECT count(*) AS n FROM users WHERE tenant_id = $1 AND last_login_key >= $2";
    Statement::new(text).with(tenant.as_str()).with(since).number(tx)
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    day: String,
    #[diesel(sql_type = BigInt)]
    n: i64,
}

/// How many events of these types there were on each day from one instant on and before another, by the day as in
/// `2026-11-21`; days without any are left out.
pub fn events_by_day(
    tx: &mut Tx,
    tenant: &TenantId,
    codes: &[&str],
    (from, to): (Timestamp, Timestamp),
) -> Result<HashMap<String, i64>> {
    let mut statement = Statement::new(
        "SELECT substr(CAST(date AS TEXT), 1, 10) AS day, count(*) AS n FROM log_events \
         WHERE tenant_id = $1 AND date >= $2 AND date < $3 AND type IN (",
    )
    .with(tenant.as_str())
    .with(from)
    .with(to);
    let places: Vec<String> = codes.iter().map(|code| format!("${}", statement.bind(*code))).collect();
    statement.text.push_str(&format!("{}) GROUP BY 1", places.join(", ")));
    let rows: Vec<Row> = statement.load(tx)?;
    Ok(rows.into_iter().map(|row| (row.day, row.n)).collect())
}
