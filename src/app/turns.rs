//! Whose turn it is at the database. Whoever waits for a connection waits here, which costs nothing, and not on a thread.

use crate::config::Config;
use crate::error::{Error, Result};
use crate::store::connection::Backend;
use crate::store::{Db, LONGEST_WAIT};
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// As many turns at once as there are connections.
#[derive(Clone)]
pub(super) struct Turns {
    readers: Arc<Semaphore>,
    writers: Arc<Semaphore>,
}

impl Turns {
    pub fn new(config: &Config, db: &Db) -> Self {
        let readers = Arc::new(Semaphore::new(config.pool_size as usize));
        // SQLite has one writer, beside the readers; on PostgreSQL all share one pool.
        let writers = match db.backend() {
            Backend::Sqlite => Arc::new(Semaphore::new(1)),
            Backend::Postgres => Arc::clone(&readers),
        };
        Self { readers, writers }
    }

    pub async fn read(&self) -> Result<OwnedSemaphorePermit> {
        turn(&self.readers).await
    }

    pub async fn write(&self) -> Result<OwnedSemaphorePermit> {
        turn(&self.writers).await
    }
}

async fn turn(of: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit> {
    // The clock is asked only by whoever has to wait.
    if let Ok(permit) = Arc::clone(of).try_acquire_owned() {
        return Ok(permit);
    }
    let waited = tokio::time::timeout(LONGEST_WAIT, Arc::clone(of).acquire_owned()).await;
    waited.map_err(|_| Error::Unavailable("too many requests wait for the database".into()))?.map_err(Error::internal)
}
