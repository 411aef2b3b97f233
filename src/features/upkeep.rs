//! What the house does for itself: nothing that is over stays for ever. Run by `gatehouse serve`, by one replica at a
//! time; a piece that was interrupted goes on when it is due again.
//!
//! To add one: a variant of [`Task`] with how often it is due, and its line in [`Task::chunk`].

mod purge_expired;
mod purge_jobs;

use crate::error::Result;
use crate::features::context::Ids;
use crate::features::{deleted_users, logs};
use crate::model::Timestamp;
use crate::store::{Db, Tx, upkeep};
use chrono::TimeDelta;

/// Rows of one transaction: short enough that nobody waits for it.
pub const CHUNK: usize = 500;

/// A piece of upkeep.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    /// Log events beyond their tenant's days.
    Log,
    /// Links, sessions and counters that can no longer be used.
    Expired,
    /// Jobs that ended long ago, and what was never started.
    Jobs,
    /// Deleted users who can no longer be restored.
    DeletedUsers,
}

impl Task {
    /// All of them, in the order they are done.
    pub const ALL: [Self; 4] = [Self::Log, Self::Expired, Self::Jobs, Self::DeletedUsers];

    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Log => "purge_log",
            Self::Expired => "purge_expired",
            Self::Jobs => "purge_jobs",
            Self::DeletedUsers => "purge_deleted_users",
        }
    }

    /// How long after it was begun it is due again.
    pub fn every(self) -> TimeDelta {
        TimeDelta::hours(1)
    }

    /// Does the next part, in one transaction, and answers how many rows went; none when there is nothing left.
    fn chunk(self, tx: &mut Tx, ids: &Ids, now: Timestamp) -> Result<usize> {
        match self {
            Self::Log => logs::purge::purge(tx, now, CHUNK),
            Self::Expired => purge_expired::purge_expired(tx, now, CHUNK),
            Self::Jobs => purge_jobs::purge_jobs(tx, now, CHUNK),
            Self::DeletedUsers => deleted_users::purge::purge(tx, ids, now, CHUNK),
        }
    }
}

/// Does what is due, and answers with how many rows went by task. Between two transactions `go_on` is asked: it gives
/// way to others, and says no when the process is about to stop.
pub fn run_due(db: &Db, ids: &Ids, now: Timestamp, go_on: &mut dyn FnMut() -> bool) -> Result<Vec<(Task, usize)>> {
    let mut done = Vec::new();
    for task in Task::ALL {
        if !db.write(|tx| upkeep::claim(tx, task.as_str(), now, now + task.every()))? {
            continue;
        }
        let mut removed = 0;
        loop {
            let rows = db.write(|tx| task.chunk(tx, ids, now))?;
            removed += rows;
            if rows == 0 || !go_on() {
                break;
            }
        }
        done.push((task, removed));
    }
    Ok(done)
}
