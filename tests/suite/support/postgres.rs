//! One throw-away PostgreSQL cluster for the whole test process, and a database of its own for each test.
//!
//! The cluster is made from the installed server programs, listens on a free loopback port and on a socket in its own
//! temporary directory, and gives up durability for speed. A small shell stands guard over it: it holds the reading end
//! of a pipe whose writing end lives in this process, so however this process ends, the server stops and the directory
//! goes. `GATEHOUSE_TEST_POSTGRES_URL` names a server to use instead; databases called `gatehouse_test_…` are created
//! there, and those that no test dropped stay.

use std::ffi::OsString;
use std::net::TcpListener;
use std::os::unix::fs::MetadataExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread::sleep;
use std::time::Duration;

use diesel::{Connection, PgConnection, RunQueryDsl, sql_query};

const OVERRIDE: &str = "GATEHOUSE_TEST_POSTGRES_URL";
const MISSING: &str =
    "PostgreSQL is missing: install it (apt-get install postgresql) or name a server in GATEHOUSE_TEST_POSTGRES_URL";

/// Everything a test server needs and nothing it does not: no durability, no background work, room for many pools.
const SETTINGS: &[&str] = &[
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "max_connections=400",
    "shared_buffers=256MB",
    "timezone=UTC",
    "listen_addresses=127.0.0.1",
];

/// The guard's script. Arguments: directory, port, server program, then its settings.
const GUARD: &str = r#"
directory=$1 port=$2 program=$3; shift 3
"$program" -D "$directory/data" -k "$directory" -p "$port" "$@" >"$directory/server.log" 2>&1 &
server=$!
read -r _
kill -QUIT "$server" 2>/dev/null
wait "$server"
rm -rf "$directory"
"#;

struct Server {
    /// The server's URL with the database name left open: what stands before it and what follows it.
    before: String,
    after: String,
    /// Closing its pipe ends the cluster; kept for as long as the process lives.
    _guard: Option<Child>,
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!("{}/{database}{}", self.before, self.after)
    }

    fn administer(&self, statement: &str) -> diesel::QueryResult<usize> {
        let mut connection = PgConnection::establish(&self.url("postgres"))
            .unwrap_or_else(|error| panic!("the test PostgreSQL server does not answer: {error}"));
        sql_query(statement).execute(&mut connection)
    }
}

/// Creates an empty database, or a copy of the [`template`] once there is one, and returns its URL.
pub fn fresh_database() -> String {
    let server = server();
    let name = unique_name();
    let copy_of = TEMPLATE.get().map_or("template0", String::as_str);
    server
        .administer(&format!(r#"CREATE DATABASE "{name}" TEMPLATE "{copy_of}""#))
        .unwrap_or_else(|error| panic!("cannot create the test database {name}: {error}"));
    server.url(&name)
}

/// Prepares, once per process, the database that every later [`fresh_database`] is a copy of.
///
/// `init` receives the URL of an empty database; the connections it opens may still be closing when it returns.
pub fn template(init: impl FnOnce(&str)) {
    TEMPLATE.get_or_init(|| {
        let server = server();
        let name = unique_name();
        let run = |statement: String| {
            server
                .administer(&statement)
                .unwrap_or_else(|error| panic!("cannot prepare the template database: {error}"));
        };
        run(format!(r#"CREATE DATABASE "{name}" TEMPLATE template0"#));
        init(&server.url(&name));
        // A database somebody is connected to cannot be copied.
        run(format!(r#"ALTER DATABASE "{name}" ALLOW_CONNECTIONS false"#));
        run(format!("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = '{name}'"));
        name
    });
}

/// Drops a database made by [`fresh_database`], whoever is still connected; a long suite would fill the disk otherwise.
pub fn drop_database(url: &str) {
    let path = url.split('?').next().unwrap_or(url);
    let name = path.rsplit('/').next().unwrap_or_default();
    assert!(name.starts_with("gatehouse_test_"), "{name} is not a test database");
    server()
        .administer(&format!(r#"DROP DATABASE IF EXISTS "{name}" WITH (FORCE)"#))
        .unwrap_or_else(|error| panic!("cannot drop the test database {name}: {error}"));
}

/// Shuts everybody out of one database, as if its server had gone, or lets them in again.
pub fn refuse_connections(url: &str, refuse: bool) {
    let name = url.split('?').next().and_then(|path| path.rsplit('/').next()).unwrap_or_default();
    let run = |statement: String| {
        server().administer(&statement).unwrap_or_else(|error| panic!("cannot shut {name}: {error}"));
    };
    run(format!(r#"ALTER DATABASE "{name}" ALLOW_CONNECTIONS {}"#, !refuse));
    if refuse {
        run(format!("SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = '{name}'"));
    }
}

static TEMPLATE: OnceLock<String> = OnceLock::new();

fn server() -> &'static Server {
    static SERVER: OnceLock<Server> = OnceLock::new();
    SERVER.get_or_init(|| match std::env::var(OVERRIDE) {
        Ok(url) if !url.is_empty() => given(&url),
        _ => start(),
    })
}

/// Splits a server's URL around its database name, which this module chooses itself.
fn given(url: &str) -> Server {
    let (address, query) = url.split_once('?').unwrap_or((url, ""));
    let host_starts =
        address.find("://").map(|at| at + 3).unwrap_or_else(|| panic!("{OVERRIDE} is not a postgres:// URL"));
    let host_ends = address[host_starts..].find('/').map_or(address.len(), |at| host_starts + at);
    Server {
        before: address[..host_ends].to_owned(),
        after: if query.is_empty() { String::new() } else { format!("?{query}") },
        _guard: None,
    }
}

fn start() -> Server {
    let programs = programs().unwrap_or_else(|| panic!("{MISSING}"));
    let account = account();
    let mut last_words = String::new();
    // Another process may take the port between our look and the server's; then we look again.
    for _ in 0..5 {
        let directory = make_cluster(&programs, account);
        let port = free_port();
        let guard = stand_guard(&programs, account, &directory, port);
        match wait_until_ready(&directory) {
            Ok(()) => {
                return Server {
                    before: format!("postgres://postgres@127.0.0.1:{port}"),
                    after: String::new(),
                    _guard: Some(guard),
                };
            }
            Err(log) => last_words = log,
        }
    }
    panic!("the test PostgreSQL server did not start: {last_words}");
}

/// Waits for the server's own word in its own directory; the port alone might be somebody else's. Fails with the log.
fn wait_until_ready(directory: &Path) -> Result<(), String> {
    let read = |name: &str| std::fs::read_to_string(directory.join(name)).unwrap_or_default();
    for _ in 0..2_400 {
        if read("data/postmaster.pid").lines().any(|line| line.trim() == "ready") {
            return Ok(());
        }
        if read("server.log").contains("FATAL") {
            break;
        }
        sleep(Duration::from_millis(50));
    }
    Err(read("server.log"))
}

/// The newest installed server's programs, else those on the search path.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let newest = versions
        .filter_map(|entry| {
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, bin)| bin.join("initdb").exists())
        .max()
        .map(|(_, bin)| bin);
    let path = std::env::var_os("PATH").unwrap_or_default();
    newest.or_else(|| std::env::split_paths(&path).find(|bin| bin.join("initdb").exists()))
}

/// The account the server runs under where it may not run under ours: PostgreSQL refuses to be started by root.
fn account() -> Option<&'static str> {
    let root = std::fs::metadata("/proc/self").is_ok_and(|me| me.uid() == 0);
    let known = |name: &&str| {
        let asked = Command::new("id").arg("-u").arg(name).output();
        asked.is_ok_and(|answer| answer.status.success())
    };
    if !root {
        return None;
    }
    let found = ["postgres", "nobody"].into_iter().find(known);
    Some(
        found.unwrap_or_else(|| {
            panic!("PostgreSQL does not run as root, and there is no account `postgres` or `nobody`")
        }),
    )
}

fn command(account: Option<&str>, program: impl Into<OsString>) -> Command {
    let mut command = match account {
        None => Command::new(program.into()),
        Some(account) => {
            let mut switch = Command::new("setpriv");
            switch.args(["--reuid", account, "--regid"]).arg(group_of(account)).arg("--clear-groups");
            switch.arg(program.into());
            switch
        }
    };
    // The account may have no right to stand where we stand, or to use our directory for temporary files.
    command.current_dir("/");
    if account.is_some() {
        command.env_remove("TMPDIR");
    }
    command
}

fn group_of(account: &str) -> String {
    let asked = Command::new("id").args(["-g", account]).output();
    let answer = asked.unwrap_or_else(|error| panic!("cannot ask for the group of {account}: {error}"));
    String::from_utf8_lossy(&answer.stdout).trim().to_owned()
}

fn output_of(mut command: Command) -> String {
    let output =
        command.stdin(Stdio::null()).output().unwrap_or_else(|error| panic!("cannot run {command:?}: {error}"));
    assert!(output.status.success(), "{command:?} failed: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

fn make_cluster(programs: &Path, account: Option<&str>) -> PathBuf {
    let mut make_directory = command(account, "mktemp");
    make_directory.args(["-d", "-t", "gatehouse-postgres-XXXXXX"]);
    let directory = PathBuf::from(output_of(make_directory));
    let mut initdb = command(account, programs.join("initdb"));
    initdb.arg("-D").arg(directory.join("data"));
    initdb.args(["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", "--no-instructions"]);
    output_of(initdb);
    directory
}

fn stand_guard(programs: &Path, account: Option<&str>, directory: &Path, port: u16) -> Child {
    let mut guard = command(account, "sh");
    guard.args(["-c", GUARD, "guard"]).arg(directory).arg(port.to_string()).arg(programs.join("postgres"));
    for setting in SETTINGS {
        guard.args(["-c", setting]);
    }
    // In a process group of its own an interrupt from the keyboard does not end the guard before its work is done.
    guard.process_group(0).stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
    guard.spawn().unwrap_or_else(|error| panic!("cannot start PostgreSQL: {error}"))
}

fn free_port() -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0));
    let address = listener.and_then(|listener| listener.local_addr());
    address.unwrap_or_else(|error| panic!("no free loopback port: {error}")).port()
}

fn unique_name() -> String {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    static PROCESS: OnceLock<String> = OnceLock::new();
    // A process number comes back after a while, and a given server outlives many processes.
    let process = PROCESS.get_or_init(|| {
        let random = std::fs::read_to_string("/proc/sys/kernel/random/uuid").unwrap_or_default();
        random.chars().filter(char::is_ascii_hexdigit).take(12).collect()
    });
    format!("gatehouse_test_{process}_{}", COUNT.fetch_add(1, Ordering::Relaxed))
}
