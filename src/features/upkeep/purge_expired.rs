//! Removes links, mails, sessions, remembered browsers and counters that can no longer be used.

use crate::error::Result;
use crate::features::operators::{sessions, throttle};
use crate::model::Timestamp;
use crate::store::Tx;
use crate::store::upkeep::{self, Stale};
use chrono::TimeDelta;

/// A used or expired link says what became of it for so long, then that it no longer
/// works; the mail it was in goes with it.
const LINKS: TimeDelta = TimeDelta::days(30);

/// Removes at most so many rows of the first table that has any.
pub(super) fn purge_expired(tx: &mut Tx, now: Timestamp, most: usize) -> Result<usize> {
    for (stale, before) in [
        (Stale::Tickets, now - LINKS),
        (Stale::OperatorTickets, now - LINKS),
        (Stale::RememberedBrowsers, now),
        (Stale::OperatorSessions, now - sessions::IDLE),
        (Stale::SignInThrottles, now - throttle::FORGET_AFTER),
        (Stale::UsedAssertions, now),
        (Stale::Mails, now - LINKS),
    ] {
        let removed = upkeep::remove(tx, stale, before, most)?;
        if removed > 0 {
            return Ok(removed);
        }
    }
    Ok(0)
}
