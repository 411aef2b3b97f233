//! A fresh database per test: a copy of one that was migrated and filled with the demo tenants once per process.

use super::postgres;
use diesel::connection::SimpleConnection;
use diesel::{Connection, SqliteConnection};
use gatehouse::app::App;
use gatehouse::clock::Clock;
use gatehouse::config::{Config, Source};
use gatehouse::store::connection::Backend;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// The instant at which the tests' clock stands.
pub const NOW: &str = "2026-11-21T14:14:00Z";

static DIRECTORY: OnceLock<PathBuf> = OnceLock::new();
static COUNT: AtomicU32 = AtomicU32::new(0);

/// One test's database; removed when it goes.
pub struct TestDatabase {
    pub url: String,
    pub backend: Backend,
}

impl TestDatabase {
    /// A copy with the demo tenants.
    pub fn with_demo(backend: Backend) -> Self {
        match backend {
            Backend::Sqlite => {
                let path = next_path();
                std::fs::copy(template(), &path).unwrap();
                Self { url: format!("sqlite:{}", path.display()), backend }
            }
            Backend::Postgres => {
                postgres::template(|url| drop(prepared(url)));
                Self { url: postgres::fresh_database(), backend }
            }
        }
    }
}

impl Drop for TestDatabase {
    fn drop(&mut self) {
        match self.backend {
            Backend::Sqlite => {
                for end in ["", "-wal", "-shm", ".migrating"] {
                    let _ = std::fs::remove_file(format!("{}{end}", self.url.trim_start_matches("sqlite:")));
                }
            }
            Backend::Postgres => postgres::drop_database(&self.url),
        }
    }
}

/// What the houses of the tests sign and seal with.
pub const SECRET: &str = "a secret for the tests, and for them alone";

/// The settings of a test's house.
pub fn config(url: &str, more: &[(&str, &str)]) -> Config {
    let mut pairs =
        vec![("DATABASE_URL", url), ("SECRET", SECRET), ("CLOCK", NOW), ("POOL_SIZE", "4"), ("HASHES_AT_ONCE", "2")];
    pairs.extend(more);
    // In production time cannot stand still.
    let production = more.contains(&("MODE", "production"));
    pairs.retain(|(key, _)| !production || *key != "CLOCK");
    let pairs = pairs.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned()));
    let config = Config::from_source(&Source::from_pairs(pairs)).unwrap();
    assert!(production || matches!(config.clock, Clock::Frozen(_)));
    config
}

fn prepared(url: &str) -> App {
    let app = App::new(config(url, &[])).unwrap();
    app.prepare().unwrap();
    app
}

/// An empty place for a SQLite file.
pub fn next_path() -> PathBuf {
    let directory = DIRECTORY.get_or_init(|| {
        let path = std::env::temp_dir().join(format!("gatehouse-suite-{}", std::process::id()));
        // A process number comes back after a while; what an earlier process left is not ours.
        drop(std::fs::remove_dir_all(&path));
        std::fs::create_dir_all(&path).unwrap();
        path
    });
    directory.join(format!("{}.sqlite3", COUNT.fetch_add(1, Ordering::Relaxed)))
}

fn template() -> &'static PathBuf {
    static TEMPLATE: OnceLock<PathBuf> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        let path = next_path();
        drop(prepared(&format!("sqlite:{}", path.display())));
        // The pool closes its connections in its own time; one file must be the whole database now.
        let mut conn = SqliteConnection::establish(&path.display().to_string()).unwrap();
        conn.batch_execute("PRAGMA busy_timeout = 60000; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        path
    })
}
