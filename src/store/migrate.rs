//! The embedded migrations, run at start under a lock: two replicas that start at once are safe.

use super::connection::AnyConnection;
use super::db::Db;
use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// An arbitrary number that all replicas agree on (PostgreSQL advisory lock).
const LOCK: i64 = 7_700_020_261_122;

/// Runs what has not run yet and answers with the names of it.
pub fn run(db: &Db) -> Result<Vec<String>> {
    match db.manager().open()? {
        AnyConnection::Sqlite(mut conn) => {
            // EXCLUSIVE cannot span diesel's own transactions; the file beside the database serializes starters instead.
            let applied = retry_locked(|| {
                conn.run_pending_migrations(SQLITE)
                    .map(|v| v.iter().map(ToString::to_string).collect())
                    .map_err(Error::internal)
            })?;
            conn.batch_execute("PRAGMA optimize")?;
            Ok(applied)
        }
        AnyConnection::Postgres(mut conn) => {
            conn.batch_execute(&format!("SET lock_timeout = 0; SELECT pg_advisory_lock({LOCK})"))?;
            let applied = conn
                .run_pending_migrations(POSTGRES)
                .map_err(Error::internal)?
                .iter()
                .map(ToString::to_string)
                .collect();
            conn.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
            Ok(applied)
        }
    }
}

/// Undoes the newest migration; for tests.
pub fn revert_last(db: &Db) -> Result<()> {
    match db.manager().open()? {
        AnyConnection::Sqlite(mut conn) => conn.revert_last_migration(SQLITE).map(drop).map_err(Error::internal),
        AnyConnection::Postgres(mut conn) => conn.revert_last_migration(POSTGRES).map(drop).map_err(Error::internal),
    }
}

/// Whether every embedded migration has run; for `/readyz`.
pub fn is_current(tx: &mut super::Tx) -> Result<bool> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = diesel::sql_types::BigInt)]
        n: i64,
    }
    let done: Count =
        diesel::sql_query("SELECT count(*) AS n FROM __diesel_schema_migrations").get_result(tx.conn())?;
    Ok(done.n >= MIGRATIONS)
}

/// How many migrations there are; the schema test counts the folders.
pub const MIGRATIONS: i64 = 12;

/// Another process that migrates the same file makes ours wait: try again until it is done.
fn retry_locked(mut run: impl FnMut() -> Result<Vec<String>>) -> Result<Vec<String>> {
    let mut tries = 0;
    loop {
        match run() {
            Err(error) if tries < 20 => {
                tracing::debug!(%error, "migration is waiting for another process");
                tries += 1;
                std::thread::sleep(std::time::Duration::from_millis(100));
            }
            other => return other,
        }
    }
}
