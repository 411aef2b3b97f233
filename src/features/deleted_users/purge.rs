//! Deletes for good those whose days are over.

use super::delete::forget;
use crate::error::Result;
use crate::features::context::{Context, Ids};
use crate::model::Timestamp;
use crate::model::log_event::Actor;
use crate::store::{Tx, deleted_users};

/// Deletes at most so many, the longest over first, each with an event in their tenant's log.
pub fn purge(tx: &mut Tx, ids: &Ids, now: Timestamp, most: usize) -> Result<usize> {
    let over = deleted_users::over(tx, now, most)?;
    for (tenant, deleted) in &over {
        let context = Context {
            tenant: tenant.clone(),
            actor: Actor::System,
            now,
            ip: None,
            user_agent: None,
            ids: ids.clone(),
            job: None,
        };
        forget(tx, &context, deleted)?;
    }
    Ok(over.len())
}
