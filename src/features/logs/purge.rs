//! Removes log events that are older than the days their tenant keeps them.

use crate::error::Result;
use crate::model::Timestamp;
use crate::store::{Tx, tenants, upkeep};
use chrono::TimeDelta;

/// Removes at most so many events of the first tenant that has any.
pub fn purge(tx: &mut Tx, now: Timestamp, most: usize) -> Result<usize> {
    for (tenant, days) in tenants::retentions(tx)? {
        let removed = upkeep::remove_events(tx, tenant.as_str(), now - TimeDelta::days(i64::from(days)), most)?;
        if removed > 0 {
            return Ok(removed);
        }
    }
    Ok(0)
}
