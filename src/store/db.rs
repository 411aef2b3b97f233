//! The pool, and the only way into the database: `read` and `write`, each one transaction, and `ask` for one statement.

use super::connection::{AnyConnection, Backend, Manager, Pooled};
use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use std::time::Duration;

/// How often a write is tried when another transaction was in the way.
const WRITE_TRIES: u32 = 4;
/// How long a request waits for its turn at the database before it is told that the database is away.
pub const LONGEST_WAIT: Duration = Duration::from_secs(5);

/// An open transaction, or the one statement of [`Db::ask`]. Only [`Db`] makes one, so a verb cannot run outside of one.
pub struct Tx<'c> {
    conn: &'c mut AnyConnection,
}

impl Tx<'_> {
    /// The connection, for the store's own functions.
    pub(in crate::store) fn conn(&mut self) -> &mut AnyConnection {
        self.conn
    }

    /// Runs a part that may fail by itself: what it did is taken back, and the transaction goes on.
    pub fn attempt<T>(&mut self, part: impl FnOnce(&mut Tx) -> Result<T>) -> Result<T> {
        self.conn.batch_execute("SAVEPOINT part")?;
        let result = part(&mut Tx { conn: self.conn });
        let end = if result.is_ok() { "RELEASE part" } else { "ROLLBACK TO part; RELEASE part" };
        // After a failure of the connection itself there is nothing to take back, and the first error says more.
        match (self.conn.batch_execute(end), result) {
            (Err(error), Ok(_)) => Err(error.into()),
            (_, result) => result,
        }
    }

    /// Which database this is.
    pub(in crate::store) fn backend(&self) -> Backend {
        match self.conn {
            AnyConnection::Sqlite(_) => Backend::Sqlite,
            AnyConnection::Postgres(_) => Backend::Postgres,
        }
    }
}

/// The database: a pool of readers, and for SQLite the one writer.
#[derive(Clone)]
pub struct Db {
    manager: Manager,
    readers: r2d2::Pool<Manager>,
    writers: r2d2::Pool<Manager>,
}

impl Db {
    /// Opens the pools lazily: a database that is away is reported by the first request, not here.
    pub fn open(url: &str, pool_size: u32) -> Self {
        let manager = Manager::new(url);
        let build = |manager: Manager, size| {
            r2d2::Pool::builder()
                .max_size(size)
                .min_idle(Some(0))
                .connection_timeout(LONGEST_WAIT)
                // The transaction's own BEGIN is the test, see `begin`: one round trip less for each transaction.
                .test_on_check_out(false)
                .error_handler(Box::new(r2d2::NopErrorHandler))
                .build_unchecked(manager)
        };
        let readers = build(manager.clone(), pool_size);
        let writers = match manager.backend() {
            Backend::Sqlite => build(manager.for_writing(), 1),
            Backend::Postgres => readers.clone(),
        };
        Self { manager, readers, writers }
    }

    /// Which database it is.
    pub fn backend(&self) -> Backend {
        self.manager.backend()
    }

    /// The path of the database, where it is a file.
    pub fn file(&self) -> Option<&str> {
        (self.backend() == Backend::Sqlite).then(|| self.manager.file())
    }

    /// The manager, for the migrations' own connection.
    pub(in crate::store) fn manager(&self) -> &Manager {
        &self.manager
    }

    /// How many statements have run so far, transaction control apart (tests hold pages to a fixed number).
    pub fn statements(&self) -> u64 {
        self.manager.statements()
    }

    /// Runs a reading verb in a transaction of its own, so that all it reads is of one moment.
    pub fn read<T>(&self, mut verb: impl FnMut(&mut Tx) -> Result<T>) -> Result<T> {
        let begin = match self.backend() {
            Backend::Sqlite => "BEGIN DEFERRED",
            Backend::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.run(&self.readers, begin, &mut verb)
    }

    /// Runs a reading verb of a single statement, which needs no transaction around it: on PostgreSQL that saves two of
    /// three round trips.
    pub fn ask<T>(&self, mut verb: impl FnMut(&mut Tx) -> Result<T>) -> Result<T> {
        let mut tries = self.readers.max_size();
        loop {
            let mut pooled = self.lend(&self.readers)?;
            match verb(&mut Tx { conn: &mut pooled.conn }) {
                // As in `begin`: it may be the connection that has died.
                Err(Error::Unavailable(_)) if tries > 0 => {
                    pooled.broken = true;
                    tries -= 1;
                }
                other => return other,
            }
        }
    }

    /// Runs a changing verb in one transaction; all of it happens, or nothing. Retried when another one was in the way.
    pub fn write<T>(&self, mut verb: impl FnMut(&mut Tx) -> Result<T>) -> Result<T> {
        let begin = match self.backend() {
            Backend::Sqlite => "BEGIN IMMEDIATE",
            Backend::Postgres => "BEGIN",
        };
        let mut tries = 1;
        loop {
            match self.run(&self.writers, begin, &mut verb) {
                Err(Error::Contended) if tries < WRITE_TRIES => tries += 1,
                Err(Error::Contended) => return Err(Error::Unavailable("too many writers at once".into())),
                other => return other,
            }
        }
    }

    fn run<T>(&self, pool: &r2d2::Pool<Manager>, begin: &str, verb: &mut dyn FnMut(&mut Tx) -> Result<T>) -> Result<T> {
        let mut pooled = self.begin(pool, begin)?;
        let mut open = Open { pooled: &mut pooled, committed: false };
        let result = verb(&mut Tx { conn: &mut open.pooled.conn })?;
        open.pooled.conn.batch_execute("COMMIT")?;
        open.committed = true;
        Ok(result)
    }

    fn lend(&self, pool: &r2d2::Pool<Manager>) -> Result<r2d2::PooledConnection<Manager>> {
        pool.get().map_err(|e| Error::Unavailable(e.to_string()))
    }

    /// A connection with an open transaction. Those that have died in the pool, which shows here, are thrown away: when
    /// the database is back, the first request after it is served.
    fn begin(&self, pool: &r2d2::Pool<Manager>, begin: &str) -> Result<r2d2::PooledConnection<Manager>> {
        let mut tries = pool.max_size();
        loop {
            let mut pooled = self.lend(pool)?;
            match pooled.conn.batch_execute(begin).map_err(Error::from) {
                Ok(()) => return Ok(pooled),
                Err(Error::Contended) => return Err(Error::Contended),
                Err(error) => {
                    pooled.broken = true;
                    if tries == 0 {
                        return Err(error);
                    }
                    tries -= 1;
                }
            }
        }
    }
}

/// Rolls back on the way out, also when a verb panics.
struct Open<'c> {
    pooled: &'c mut Pooled,
    committed: bool,
}

impl Drop for Open<'_> {
    fn drop(&mut self) {
        if !self.committed
            && let Err(error) = self.pooled.conn.batch_execute("ROLLBACK")
        {
            // A connection that cannot roll back is of no use to the next transaction.
            self.pooled.broken = true;
            tracing::debug!(%error, "rollback failed");
        }
    }
}
