//! Numbers about a tenant.

use crate::error::Result;
use crate::features::context::Context;
use crate::store::{Tx, stats};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};

/// Who logged in within so many days is active.
const ACTIVE_DAYS: i64 = 30;
/// Types of log events that are logins, sign-ups and stopped logins with a leaked password.
const LOGINS: &[&str] = &["s"];
const SIGNUPS: &[&str] = &["ss"];
const LEAKED: &[&str] = &["pwd_leak", "signup_pwd_leak", "reset_pwd_leak"];

/// How many users are active.
pub fn active_users(tx: &mut Tx, context: &Context) -> Result<i64> {
    stats::active_since(tx, &context.tenant, context.now - TimeDelta::days(ACTIVE_DAYS))
}

/// What happened on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    pub date: NaiveDate,
    pub logins: i64,
    pub signups: i64,
    pub leaked_passwords: i64,
}

/// Every day from one to another, both included: three statements.
pub fn daily(tx: &mut Tx, context: &Context, from: NaiveDate, to: NaiveDate) -> Result<Vec<Day>> {
    let midnight = |day: NaiveDate| day.and_time(NaiveTime::MIN);
    let span = (midnight(from), midnight(to) + TimeDelta::days(1));
    let logins = stats::events_by_day(tx, &context.tenant, LOGINS, span)?;
    let signups = stats::events_by_day(tx, &context.tenant, SIGNUPS, span)?;
    let leaked = stats::events_by_day(tx, &context.tenant, LEAKED, span)?;
    let days = (to - from).num_days().max(0).unsigned_abs();
    let day = |date: NaiveDate| {
        let key = date.format("%Y-%m-%d").to_string();
        let of = |counts: &std::collections::HashMap<String, i64>| counts.get(&key).copied().unwrap_or_default();
        Day { date, logins: of(&logins), signups: of(&signups), leaked_passwords: of(&leaked) }
    };
    Ok((0..=days).filter_map(|n| from.checked_add_days(Days::new(n))).map(day).collect())
}
