//! An operator chooses the clock by which they read times. Their own affair: no tenant's log tells of it.

use crate::error::Result;
use crate::model::time_zone::TimeZone;
use crate::store::{Tx, operators};

/// Chooses it. Safe to repeat; answers whether it was another one before.
pub fn choose_time_zone(tx: &mut Tx, operator: &str, zone: TimeZone) -> Result<bool> {
    operators::set_time_zone(tx, operator, zone)
}
