//! The embedded migrations, run at start under a lock: two replicas that start at once are safe.

use super::connection::{AnyConnection, Backend};
use super::db::{Db, Tx};
use crate::error::{Error, Result};
use diesel::connection::SimpleConnection;
use diesel::migration::MigrationVersion;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};
use std::fs::File;

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// An arbitrary number that all replicas agree on (PostgreSQL advisory lock).
const LOCK: i64 = 7_700_020_261_122;

/// Runs what has not run yet and answers with the names of it. Whoever starts meanwhile waits for as long as it takes.
pub fn run(db: &Db) -> Result<Vec<String>> {
    // Held until the end; the system takes it back from a process that dies.
    let _turn = db.file().map(turn).transpose()?;
    match db.manager().open()? {
        AnyConnection::Sqlite(mut conn) => {
            let applied = named(conn.run_pending_migrations(SQLITE))?;
            // Statistics only, for which no start has to fail: a server of an earlier version may be writing.
            if let Err(error) = conn.batch_execute("PRAGMA optimize") {
                tracing::debug!(%error, "the planner's statistics stay as they are");
            }
            Ok(applied)
        }
        AnyConnection::Postgres(mut conn) => {
            // An index over many users may take its time, and so may whoever waits for it. The connection ends with this.
            conn.batch_execute(&format!(
                "SET lock_timeout = 0; SET statement_timeout = 0; SELECT pg_advisory_lock({LOCK})"
            ))?;
            let applied = named(conn.run_pending_migrations(POSTGRES))?;
            conn.batch_execute(&format!("SELECT pg_advisory_unlock({LOCK})"))?;
            Ok(applied)
        }
    }
}

fn named(applied: diesel::migration::Result<Vec<MigrationVersion<'_>>>) -> Result<Vec<String>> {
    Ok(applied.map_err(Error::internal)?.iter().map(ToString::to_string).collect())
}

/// The right to set up an SQLite file. SQLite's own locks end with each migration, and turning a new file's journal into
/// a log refuses whoever comes second; a lock on a file beside the database makes the starters take turns.
fn turn(database: &str) -> Result<File> {
    let path = format!("{database}.migrating");
    let lock = || {
        let file = File::options().create(true).truncate(false).write(true).open(&path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    };
    lock().map_err(|e| Error::Unavailable(format!("{path}: {e}")))
}

/// Lets a transaction that sets up the house's data wait for another one that does: on an empty database no row could be
/// locked. On SQLite one writes at a time anyway.
pub fn take_turn(tx: &mut Tx) -> Result<()> {
    if tx.backend() == Backend::Postgres {
        tx.conn().batch_execute(&format!("SELECT pg_advisory_xact_lock({LOCK})"))?;
    }
    Ok(())
}

/// Undoes the newest migration; for tests.
pub fn revert_last(db: &Db) -> Result<()> {
    match db.manager().open()? {
        AnyConnection::Sqlite(mut conn) => conn.revert_last_migration(SQLITE).map(drop).map_err(Error::internal),
        AnyConnection::Postgres(mut conn) => conn.revert_last_migration(POSTGRES).map(drop).map_err(Error::internal),
    }
}

/// Whether every embedded migration has run; for `/readyz`.
pub fn is_current(tx: &mut Tx) -> Result<bool> {
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
pub const MIGRATIONS: i64 = 14;
