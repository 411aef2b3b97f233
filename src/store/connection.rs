//! The two-variant connection, and the pool manager that picks the variant by the URL's scheme.

use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// A connection to either database.
#[derive(diesel::MultiConnection)]
pub enum AnyConnection {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Which database it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Backend {
    Sqlite,
    Postgres,
}

/// How long a writer waits for another one, on either database.
pub const LOCK_TIMEOUT: Duration = Duration::from_secs(5);

/// The cache of a connection that reads, of which there are several.
const READER_CACHE: u32 = 4_000;
/// And of the one that writes.
const WRITER_CACHE: u32 = 20_000;

/// Pages of 4 KiB that the log may hold before they go to the file: what bulk work changes again and again goes there once.
const WAL_PAGES: u32 = 8_000;

/// Opens connections for the pool.
#[derive(Debug, Clone)]
pub struct Manager {
    url: String,
    backend: Backend,
    /// How much of an SQLite file its connections keep in memory, in KiB.
    cache: u32,
    statements: Arc<AtomicU64>,
}

/// A connection of the pool.
pub struct Pooled {
    pub(in crate::store) conn: AnyConnection,
    /// Whether it has failed: the pool drops it instead of lending it out again.
    pub(in crate::store) broken: bool,
}

impl Manager {
    /// For a URL as in `GATEHOUSE_DATABASE_URL`.
    pub fn new(url: &str) -> Self {
        let backend = if url.starts_with("sqlite:") { Backend::Sqlite } else { Backend::Postgres };
        Self { url: url.to_owned(), backend, cache: READER_CACHE, statements: Arc::default() }
    }

    /// The same for the one connection that writes: whoever adds users in bulk comes by many pages again and again.
    pub fn for_writing(&self) -> Self {
        Self { cache: WRITER_CACHE, ..self.clone() }
    }

    /// How many statements its connections have run so far, transaction control apart.
    pub fn statements(&self) -> u64 {
        self.statements.load(Ordering::Relaxed)
    }

    /// The name of the database: the last part of its address, where no password is.
    fn name(&self) -> &str {
        let path = self.url.split('?').next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default()
    }

    /// The path of an SQLite database.
    pub fn file(&self) -> &str {
        self.url.trim_start_matches("sqlite:").trim_start_matches("//")
    }

    /// Which database it opens.
    pub fn backend(&self) -> Backend {
        self.backend
    }

    /// Opens one connection and sets it up.
    pub fn open(&self) -> Result<AnyConnection> {
        let unavailable = |e: ConnectionError| Error::Unavailable(e.to_string());
        match self.backend {
            Backend::Sqlite => {
                let mut conn = SqliteConnection::establish(self.file()).map_err(unavailable)?;
                conn.batch_execute(&format!(
                    "PRAGMA busy_timeout = {}; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                     PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{}; \
                     PRAGMA wal_autocheckpoint = {WAL_PAGES};",
                    LOCK_TIMEOUT.as_millis(),
                    self.cache
                ))?;
                super::dialect::search::register_in_time(&mut conn)?;
                Ok(AnyConnection::Sqlite(conn))
            }
            Backend::Postgres => {
                let mut conn = PgConnection::establish(&self.url_with_timeout()).map_err(unavailable)?;
                conn.batch_execute(&format!(
                    "SET TIME ZONE 'UTC'; SET lock_timeout = {0}; SET statement_timeout = 30000; SET application_name = 'gatehouse'; \
                     SET client_min_messages = warning;",
                    LOCK_TIMEOUT.as_millis()
                ))?;
                Ok(AnyConnection::Postgres(conn))
            }
        }
    }

    /// A server that does not answer must not hold a request for longer than the lock timeout.
    fn url_with_timeout(&self) -> String {
        if self.url.contains("connect_timeout=") {
            return self.url.clone();
        }
        let separator = if self.url.contains('?') { '&' } else { '?' };
        format!("{}{separator}connect_timeout=3", self.url)
    }
}

impl r2d2::ManageConnection for Manager {
    type Connection = Pooled;
    type Error = Error;

    fn connect(&self) -> Result<Pooled> {
        let mut conn = self.open()?;
        super::dialect::count_statements(&mut conn, &self.statements, self.name());
        Ok(Pooled { conn, broken: false })
    }

    fn is_valid(&self, pooled: &mut Pooled) -> Result<()> {
        Ok(pooled.conn.batch_execute("SELECT 1")?)
    }

    fn has_broken(&self, pooled: &mut Pooled) -> bool {
        pooled.broken || std::thread::panicking()
    }
}
