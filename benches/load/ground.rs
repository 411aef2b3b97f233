//! A database full of made-up users and log events, thrown away afterwards.

use diesel::connection::SimpleConnection;
use diesel::{Connection, PgConnection};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

#[expect(dead_code, reason = "the suite's throw-away server, of which a benchmark needs little")]
#[path = "../../tests/suite/support/postgres.rs"]
mod postgres;

/// Log events for each user, and at most so many in all.
const EVENTS: (u64, u64) = (10, 1_000_000);

/// Somebody with a password.
pub const OPERATOR: &str = "crowd@load.example";
pub const PASSWORD: &str = "correct-horse-battery-staple";

/// A full database.
pub struct Ground {
    pub users: u64,
    pub events: u64,
    pub url: String,
    pub directory: PathBuf,
    /// How long it took to make the users.
    pub filling: Duration,
}

impl Ground {
    /// Makes one: `sqlite` or `postgres`.
    pub fn fill(database: &str, users: u64) -> Self {
        let directory = std::env::temp_dir().join(format!("gatehouse-load-{}-{users}", std::process::id()));
        std::fs::create_dir_all(&directory).expect("a temporary directory");
        let url = match database {
            "postgres" => postgres::fresh_database(),
            _ => format!("sqlite:{}", directory.join("load.sqlite3").display()),
        };
        let (each, most) = EVENTS;
        let mut ground = Self { users, events: most.min(users * each), url, directory, filling: Duration::ZERO };
        ground.run(&["migrate"]);
        let started = Instant::now();
        ground.run(&["seed", "--tenant", "northwind", "--synthetic", &users.to_string()]);
        ground.filling = started.elapsed();
        ground.add_operator();
        let events = ground.events.to_string();
        ground.run(&["seed", "--tenant", "northwind", "--synthetic", &users.to_string(), "--events", &events]);
        ground.settle();
        ground
    }

    /// What PostgreSQL's own upkeep does within minutes of a bulk load; the throw-away server has it turned off.
    fn settle(&self) {
        if self.url.starts_with("postgres") {
            let mut conn = PgConnection::establish(&self.url).expect("the database answers");
            conn.batch_execute("VACUUM (ANALYZE)").expect("the tables are swept");
        }
    }

    /// Runs a command of the product on it.
    pub fn run(&self, arguments: &[&str]) {
        let status = self.command(Path::new(env!("CARGO_BIN_EXE_gatehouse"))).args(arguments).status();
        assert!(status.expect("the product runs").success(), "{arguments:?} failed");
    }

    /// Runs a command of the product on it, and answers with what it said.
    pub fn told(&self, arguments: &[&str]) -> String {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_gatehouse")));
        let output = command.args(arguments).stdout(Stdio::piped()).output().expect("the product runs");
        assert!(output.status.success(), "{arguments:?} failed");
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Adds the operator with a password; the demo's has none.
    fn add_operator(&self) {
        let mut command = self.command(Path::new(env!("CARGO_BIN_EXE_gatehouse")));
        command.args(["operator", "create", "--tenant", "northwind", "--role", "support", "--email", OPERATOR]);
        let mut child = command.stdin(Stdio::piped()).spawn().expect("the product runs");
        let mut input = child.stdin.take().expect("a pipe");
        input.write_all(PASSWORD.as_bytes()).expect("the product reads the password");
        drop(input);
        assert!(child.wait().expect("the product ends").success(), "the operator was not created");
    }

    /// A program that works on it.
    pub fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.env("GATEHOUSE_DATABASE_URL", &self.url).env("GATEHOUSE_DATA_DIR", &self.directory);
        command.env("GATEHOUSE_LOG", "error").stdin(Stdio::null()).stdout(Stdio::null());
        command
    }
}

impl Drop for Ground {
    fn drop(&mut self) {
        // The system clears its temporary directory in any case.
        let _ = std::fs::remove_dir_all(&self.directory);
        if self.url.starts_with("postgres") {
            postgres::drop_database(&self.url);
        }
    }
}
