//! Removes jobs with what they say of each user, when nobody will ask any more.

use crate::error::Result;
use crate::model::Timestamp;
use crate::store::{Tx, jobs};
use chrono::TimeDelta;

/// How long results can be fetched.
const RESULTS: TimeDelta = TimeDelta::days(30);
/// How long a job waits to be started.
const DRAFTS: TimeDelta = TimeDelta::days(1);

/// Removes at most so many rows.
pub(super) fn purge_jobs(tx: &mut Tx, now: Timestamp, most: usize) -> Result<usize> {
    jobs::remove_old(tx, now - DRAFTS, now - RESULTS, most)
}
