//! The application: settings, database, clock and secrets, in one value that `main` and the tests build alike.
//!
//! Async stops here: `app.read(|tx| …)` and `app.write(|tx| …)` go to a blocking thread, open the transaction and hand
//! the verb a connection.

mod api_access;
mod directory;
mod meter;
mod operator_access;
mod postman;
mod secret;
mod start;
mod tls;
mod turns;
mod upkeep;
mod uploads;
mod workers;

pub use crate::features::imports::draft::Upload;
pub use api_access::{Admitted, Denial, TryOut, Visit};
pub use meter::Budget;
pub use operator_access::Access;
pub use postman::Postman;
pub use start::StartError;
pub use tls::Secured;
pub use upkeep::Upkeep;
pub use uploads::Receiving;
pub use workers::Workers;

use crate::clock::Clock;
use crate::config::Config;
use crate::error::{Error, Result};
use crate::features::context::Ids;
use crate::model::Timestamp;
use crate::security::password::PasswordHashes;
use crate::security::token::Signer;
use crate::store::{Db, Tx};
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// Everything a request needs; cheap to clone.
#[derive(Clone)]
pub struct App {
    pub config: Arc<Config>,
    pub passwords: PasswordHashes,
    pub signer: Signer,
    pub ids: Ids,
    db: Db,
    turns: turns::Turns,
    clock: Clock,
    bell: Arc<workers::Bell>,
    meter: Arc<meter::Meter>,
}

impl App {
    /// Builds the application without touching the database; see [`App::prepare`].
    pub fn new(config: Config) -> Result<Self, StartError> {
        let secret = secret::of(&config)?;
        let ids = match config.clock {
            Clock::System => Ids::random(),
            Clock::Frozen(at) => Ids::seeded(at.and_utc().timestamp_millis().unsigned_abs()),
        };
        let db = Db::open(&config.database_url, config.pool_size);
        Ok(Self {
            passwords: PasswordHashes::new(config.hashes_at_once)?,
            signer: Signer::new(&secret),
            turns: turns::Turns::new(&config, &db),
            db,
            clock: config.clock,
            config: Arc::new(config),
            ids,
            bell: Arc::default(),
            meter: Arc::default(),
        })
    }

    /// Now, by the application's clock.
    pub fn now(&self) -> Timestamp {
        self.clock.now()
    }

    /// The database, for the command line and tests; handlers use [`App::read`] and [`App::write`].
    pub fn db(&self) -> &Db {
        &self.db
    }

    /// Runs a reading verb on a blocking thread, in a transaction.
    pub async fn read<T, F>(&self, verb: F) -> Result<T>
    where
        F: FnMut(&mut Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let turn = self.turns.read().await?;
        self.apart(turn, move |db| db.read(verb)).await
    }

    /// Runs a reading verb of a single statement on a blocking thread; see [`Db::ask`].
    pub async fn ask<T, F>(&self, verb: F) -> Result<T>
    where
        F: FnMut(&mut Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let turn = self.turns.read().await?;
        self.apart(turn, move |db| db.ask(verb)).await
    }

    /// Runs a changing verb on a blocking thread, in one transaction; retried when another one was in the way.
    pub async fn write<T, F>(&self, verb: F) -> Result<T>
    where
        F: FnMut(&mut Tx) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let turn = self.turns.write().await?;
        self.apart(turn, move |db| db.write(verb)).await
    }

    async fn apart<T: Send + 'static>(
        &self,
        turn: OwnedSemaphorePermit,
        run: impl FnOnce(Db) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = self.db.clone();
        let ran = tokio::task::spawn_blocking(move || {
            let _turn = turn;
            run(db)
        });
        ran.await.map_err(Error::internal)?
    }
}
