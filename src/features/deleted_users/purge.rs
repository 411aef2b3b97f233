//! Deletes for good those whose days are over.

use super::delete::forget;
use crate::error::Result;
use crate::features::context::{Context, Ids};
use crate::model::Timestamp;
use crate::store::{Tx, deleted_users};

/// Deletes at most so many, the longest over first, each with an event in their tenant's log.
pub fn purge(tx: &mut Tx, ids: &Ids, now: Timestamp, most: usize) -> Result<usize> {
    let over = deleted_users::over(tx, now, most)?;
    for (tenant, deleted) in &over {
        let context = Context::of_system(tenant, ids, now);
        forget(tx, &context, deleted)?;
    }
    Ok(over.len())
}
