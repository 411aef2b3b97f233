//! Sign-in throttling: failures are counted in the database per address and email, and per address, so that they
//! survive a restart and are shared by replicas. The true owner can still sign in from elsewhere.

use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::security::token;
use crate::store::Tx;
use crate::store::sign_in_throttles::{self, Throttle};
use chrono::TimeDelta;

/// Failures of one email from one address before that pair is locked.
const PAIR_LIMIT: i32 = 10;
/// Failures from one address, whatever the email, before the address is locked.
const ADDRESS_LIMIT: i32 = 25;
/// How long a lock lasts.
const LOCK: TimeDelta = TimeDelta::minutes(15);
/// A counter whose last failure is older starts again.
pub const FORGET_AFTER: TimeDelta = TimeDelta::hours(24);

/// The counters of one attempt: keys are hashed, so that the table holds no email addresses.
fn keys(email: &str, ip: Option<&str>) -> [(String, i32); 2] {
    let ip = ip.unwrap_or("unknown");
    [
        (token::hash(&format!("pair\0{ip}\0{email}")), PAIR_LIMIT),
        (token::hash(&format!("address\0{ip}")), ADDRESS_LIMIT),
    ]
}

/// Refuses an attempt while one of its counters is locked.
pub fn check(tx: &mut Tx, email: &str, ip: Option<&str>, now: Timestamp) -> Result<()> {
    for (key, _) in keys(email, ip) {
        let locked = sign_in_throttles::find(tx, &key)?.and_then(|t| t.locked_until).filter(|until| *until > now);
        if let Some(until) = locked {
            let retry_after = u64::try_from((until - now).num_seconds()).unwrap_or_default().max(1);
            return Err(Error::RateLimited { retry_after });
        }
    }
    Ok(())
}

/// Counts a failure, and locks what has failed too often.
pub fn failed(tx: &mut Tx, email: &str, ip: Option<&str>, now: Timestamp) -> Result<()> {
    for (key, limit) in keys(email, ip) {
        let earlier = sign_in_throttles::find(tx, &key)?.filter(|t| now - t.last_failed_at < FORGET_AFTER);
        let failures = earlier.map_or(0, |t| t.failures).saturating_add(1);
        let locked_until = (failures % limit == 0).then(|| now + LOCK);
        sign_in_throttles::put(tx, &Throttle { key, failures, last_failed_at: now, locked_until })?;
    }
    Ok(())
}

/// Forgets the failures of a pair that has now succeeded; the address keeps its count.
pub fn succeeded(tx: &mut Tx, email: &str, ip: Option<&str>) -> Result<()> {
    let [(pair, _), _] = keys(email, ip);
    sign_in_throttles::delete(tx, &pair)
}
