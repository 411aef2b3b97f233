//! `/stats`.

use super::call::Call;
use super::problem::Problem;
use super::reply::Done;
use crate::features::stats::{self, Day};
use crate::model::iso;
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Days when nobody says which.
const USUAL: i64 = 30;
/// Most days of an answer.
const MOST: i64 = 3_660;

/// Says how many users were active in the last thirty days.
pub async fn active_users(call: Call) -> Result<Done<i64>, Problem> {
    Ok(Done(call.read_with(stats::active_users).await?))
}

/// The query.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// First day, as in 20261121
    #[schemars(regex(pattern = "^[0-9]{8}$"))]
    from: Option<String>,
    /// Last day, as in 20261121
    #[schemars(regex(pattern = "^[0-9]{8}$"))]
    to: Option<String>,
}

/// What happened on a day.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DailyStats {
    #[schemars(extend("format" = "date-time"))]
    date: String,
    logins: i64,
    signups: i64,
    leaked_passwords: i64,
    #[schemars(extend("format" = "date-time"))]
    created_at: String,
    #[schemars(extend("format" = "date-time"))]
    updated_at: String,
}

impl DailyStats {
    /// A day's numbers are of the moment they are asked for.
    fn of(day: &Day, now: &str) -> Self {
        let begin = iso(day.date.and_time(NaiveTime::MIN));
        Self {
            date: begin.clone(),
            logins: day.logins,
            signups: day.signups,
            leaked_passwords: day.leaked_passwords,
            created_at: begin,
            updated_at: now.to_owned(),
        }
    }
}

/// Says what happened day by day.
pub async fn daily(call: Call<Query>) -> Result<Done<Vec<DailyStats>>, Problem> {
    let to = day(&call.query.to, "to")?.unwrap_or(call.context.now.date());
    let from = day(&call.query.from, "from")?.unwrap_or(to - TimeDelta::days(USUAL - 1));
    if from > to || (to - from).num_days() >= MOST {
        let words = format!("Query validation error: 'from is after to, or more than {MOST} days before it'.");
        return Err(Problem::bad_request("invalid_query_string", words));
    }
    let days = call.read_with(move |tx, context| stats::daily(tx, context, from, to)).await?;
    let now = iso(call.context.now);
    Ok(Done(days.iter().map(|day| DailyStats::of(day, &now)).collect()))
}

fn day(text: &Option<String>, name: &str) -> Result<Option<NaiveDate>, Problem> {
    let Some(text) = text else { return Ok(None) };
    let day = NaiveDate::parse_from_str(text, "%Y%m%d")
        .ok()
        .filter(|day| *day >= NaiveDate::from_ymd_opt(1970, 1, 1).unwrap_or_default());
    day.map(Some).ok_or_else(|| {
        let words = format!("Query validation error: 'There is no such day: {text}' on property {name}.");
        Problem::bad_request("invalid_query_string", words)
    })
}
