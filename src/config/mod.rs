//! The settings: from the environment (`GATEHOUSE_…`) and an optional TOML file; an unknown key refuses the start.
//!
//! To add one: a line in [`KEYS`] (its sentence is shown by `gatehouse config check`), a field in [`Config`], a line in
//! `read`.

mod mistakes;
mod smtp;
mod source;

pub use smtp::Smtp;
pub use source::Source;

use crate::clock::Clock;
use crate::model::Timestamp;
use crate::model::tenant::Tenant;
use mistakes::Mistakes;
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

/// Every key, without the `GATEHOUSE_` prefix, with what it means.
pub const KEYS: &[(&str, &str)] = &[
    (
        "API_RATE_LIMIT",
        "calls a minute that an application may send to the Management API; 0 for any number (default 0 in development, 3000 in production)",
    ),
    ("CLOCK", "development only: an RFC 3339 instant at which the clock stands still"),
    ("CONFIG", "path of a TOML file with the other keys in lower case"),
    ("DATABASE_URL", "sqlite:PATH or postgres://…; by default a SQLite file in the data directory"),
    ("DATA_DIR", "directory for the embedded database and the development secret (default ./data)"),
    ("DEMO_DATA", "development only: load the demo tenants into an empty database (default true)"),
    ("HASHES_AT_ONCE", "how many passwords are hashed at the same time (default: the number of cores less one)"),
    ("IMPORT_LIMIT", "largest file of users to import, in megabytes of UTF-8 text (default 4096)"),
    ("JOB_WORKERS", "jobs worked on at the same time; 0 leaves them to other replicas (default 1)"),
    ("LISTEN", "address and port to listen on (default 127.0.0.1:7700)"),
    ("LOG", "what is logged, for example info or gatehouse=debug (default info)"),
    ("LOG_FORMAT", "text or json (default text in development, json in production)"),
    ("MAIL_FROM", "the email address that mails are from; needed with GATEHOUSE_SMTP_URL"),
    ("MODE", "development (the default on a loopback address) or production"),
    ("POOL_SIZE", "database connections for reading; PostgreSQL uses them for writing too (default 8)"),
    ("PUBLIC_URL", "the address people open, for links in mails (default: http:// and the listening address)"),
    ("SECRET", "at least 32 characters; required in production, the same on every replica"),
    ("SMTP_URL", "the mail server, as smtp:// or smtps://; none by default, and mails stay in the outbox"),
    (
        "TLS",
        "auto for https with a certificate made for this machine, or the paths of a certificate and its key: cert.pem,key.pem",
    ),
    ("TRUSTED_PROXIES", "addresses of reverse proxies whose X-Forwarded-For is believed, separated by commas"),
    ("WORKERS", "HTTP worker threads (default: the number of cores)"),
];

/// How careful to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Plain http on a loopback address, demo data, an outbox page, a clock that may stand still.
    Development,
    /// Refuses whatever is fit for development only.
    Production,
}

/// How the server speaks https by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Tls {
    /// With certificates it makes in the data directory.
    Auto,
    Files {
        certificate: PathBuf,
        key: PathBuf,
    },
}

/// All settings, read and checked.
#[derive(Clone)]
pub struct Config {
    /// Calls a minute of one application to the Management API; 0 for any number.
    pub api_rate_limit: u32,
    pub database_url: String,
    pub data_dir: PathBuf,
    pub listen: SocketAddr,
    /// Without a slash at the end.
    pub public_url: String,
    pub mode: Mode,
    pub secret: Option<String>,
    /// None where mails stay in the outbox.
    pub smtp: Option<Smtp>,
    /// None for plain http.
    pub tls: Option<Tls>,
    pub clock: Clock,
    pub pool_size: u32,
    pub hashes_at_once: usize,
    /// Jobs this process works on at the same time.
    pub job_workers: usize,
    /// Largest file of users, in bytes.
    pub import_limit: u64,
    pub workers: usize,
    pub log: String,
    pub log_json: bool,
    pub demo_data: bool,
    pub trusted_proxies: Vec<IpAddr>,
}

/// Settings that cannot be used: for each a line that names its key and the cure.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct ConfigError(pub String);

impl Config {
    /// Reads the settings of this process.
    pub fn load() -> Result<Self, ConfigError> {
        Self::from_source(&Source::of_process())
    }

    /// Reads the settings from a source.
    pub fn from_source(source: &Source) -> Result<Self, ConfigError> {
        let mut wrong = source.mistakes();
        let listen: SocketAddr = wrong
            .keep(source.parsed("LISTEN", "an address and port such as 127.0.0.1:7700"))
            .unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 7700)));
        let usual_mode = if listen.ip().is_loopback() { Mode::Development } else { Mode::Production };
        let mode = wrong.keep(read_mode(source)).unwrap_or(usual_mode);
        let tls = wrong.keep(read_tls(source));
        let data_dir = PathBuf::from(source.get("DATA_DIR").unwrap_or("./data"));
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        let usual_rate = if mode == Mode::Production { 3_000 } else { 0 };
        let mut number = |key: &str, min: u32, max: u32| wrong.keep(source.number(key, min, max));
        let config = Self {
            api_rate_limit: number("API_RATE_LIMIT", 0, 10_000_000).unwrap_or(usual_rate),
            pool_size: number("POOL_SIZE", 1, 500).unwrap_or(8),
            // One is left to those who are signed in.
            hashes_at_once: number("HASHES_AT_ONCE", 1, 64).map_or((cores - 1).max(1), |n| n as usize),
            job_workers: number("JOB_WORKERS", 0, 16).map_or(1, |n| n as usize),
            import_limit: number("IMPORT_LIMIT", 1, 1_000_000).map_or(4_096, u64::from) * 1_000_000,
            workers: number("WORKERS", 1, 256).map_or(cores, |n| n as usize),
            database_url: source
                .get("DATABASE_URL")
                .map_or_else(|| format!("sqlite:{}", data_dir.join("gatehouse.sqlite3").display()), str::to_owned),
            public_url: wrong.keep(read_public_url(source)).unwrap_or_else(|| own_url(listen, tls.is_some())),
            tls,
            secret: source.get("SECRET").map(str::to_owned),
            smtp: wrong.keep(smtp::read(source)),
            clock: wrong.keep(read_clock(source, mode)).unwrap_or(Clock::System),
            log: source.get("LOG").unwrap_or("info").to_owned(),
            log_json: wrong.keep(read_log_format(source)).unwrap_or(mode == Mode::Production),
            demo_data: wrong.keep(source.boolean("DEMO_DATA")).unwrap_or(true) && mode == Mode::Development,
            trusted_proxies: wrong.keep(read_proxies(source)),
            data_dir,
            listen,
            mode,
        };
        config.check(&mut wrong);
        wrong.refuse()?;
        Ok(config)
    }

    /// Whether this is development mode.
    pub fn is_development(&self) -> bool {
        self.mode == Mode::Development
    }

    /// Whether people reach the server by https, so that cookies are secure and HSTS is sent.
    pub fn is_https(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// The address under which a tenant's API and login are called, without a slash at the end: the house's own for the
    /// default tenant, a name below it for any other.
    pub fn base_url(&self, tenant: &Tenant) -> String {
        if tenant.is_default {
            return self.public_url.clone();
        }
        let (scheme, host) = self.public_url.split_once("://").unwrap_or(("http", &self.public_url));
        // Nothing is below an IP address, and everything below localhost is this machine.
        let (name, port) = host.rsplit_once(':').map_or((host, None), |(name, port)| (name, Some(port)));
        let name = if self.listen.ip().is_loopback() && name.parse::<IpAddr>().is_ok() { "localhost" } else { name };
        let port = port.map(|port| format!(":{port}")).unwrap_or_default();
        format!("{scheme}://{}.{name}{port}", tenant.id)
    }

    fn check(&self, wrong: &mut Mistakes) {
        if !["sqlite:", "postgres://", "postgresql://"].iter().any(|s| self.database_url.starts_with(s)) {
            wrong.add("GATEHOUSE_DATABASE_URL must begin with sqlite: or postgres://.");
        }
        if self.secret.as_ref().is_some_and(|s| s.chars().count() < 32) {
            wrong.add("GATEHOUSE_SECRET is too short: use at least 32 random characters (openssl rand -hex 32).");
        }
        if self.tls.is_some() && !self.is_https() {
            wrong.add("GATEHOUSE_PUBLIC_URL must begin with https:// where GATEHOUSE_TLS is set.");
        }
        if self.mode == Mode::Development && !self.listen.ip().is_loopback() {
            wrong.add(
                "GATEHOUSE_MODE=development works on a loopback address only; set GATEHOUSE_LISTEN=127.0.0.1:7700, or GATEHOUSE_MODE=production.",
            );
        }
        if self.mode == Mode::Production && self.secret.is_none() {
            wrong.add(
                "GATEHOUSE_SECRET is required in production: at least 32 random characters (openssl rand -hex 32).",
            );
        }
    }
}

fn read_mode(source: &Source) -> Result<Option<Mode>, ConfigError> {
    match source.get("MODE") {
        Some("development") => Ok(Some(Mode::Development)),
        Some("production") => Ok(Some(Mode::Production)),
        Some(_) => Err(ConfigError("GATEHOUSE_MODE must be development or production.".into())),
        None => Ok(None),
    }
}

fn read_log_format(source: &Source) -> Result<Option<bool>, ConfigError> {
    match source.get("LOG_FORMAT") {
        Some("json") => Ok(Some(true)),
        Some("text") => Ok(Some(false)),
        Some(_) => Err(ConfigError("GATEHOUSE_LOG_FORMAT must be text or json.".into())),
        None => Ok(None),
    }
}

fn read_clock(source: &Source, mode: Mode) -> Result<Option<Clock>, ConfigError> {
    let Some(text) = source.get("CLOCK") else { return Ok(None) };
    if mode == Mode::Production {
        return Err(ConfigError("GATEHOUSE_CLOCK is for development mode only; remove it.".into()));
    }
    let at = chrono::DateTime::parse_from_rfc3339(text)
        .map_err(|_| ConfigError("GATEHOUSE_CLOCK must be an instant such as 2026-11-21T14:14:00Z.".into()))?;
    let at: Timestamp = at.naive_utc();
    Ok(Some(Clock::Frozen(chrono::SubsecRound::trunc_subsecs(at, 3))))
}

fn read_tls(source: &Source) -> Result<Option<Tls>, ConfigError> {
    let Some(text) = source.get("TLS") else { return Ok(None) };
    if text == "auto" {
        return Ok(Some(Tls::Auto));
    }
    let pair = text.split_once(',').map(|(certificate, key)| (certificate.trim(), key.trim()));
    match pair.filter(|(certificate, key)| !certificate.is_empty() && !key.is_empty()) {
        Some((certificate, key)) => Ok(Some(Tls::Files { certificate: certificate.into(), key: key.into() })),
        None => Err(ConfigError("GATEHOUSE_TLS must be auto, or two paths with a comma: cert.pem,key.pem.".into())),
    }
}

/// The address under which this machine reaches the server.
fn own_url(listen: SocketAddr, secure: bool) -> String {
    match (secure, listen.ip().is_loopback()) {
        (false, _) => format!("http://{listen}"),
        (true, true) => format!("https://localhost:{}", listen.port()),
        (true, false) => format!("https://{listen}"),
    }
}

fn read_public_url(source: &Source) -> Result<Option<String>, ConfigError> {
    let Some(text) = source.get("PUBLIC_URL") else { return Ok(None) };
    let url = url::Url::parse(text).ok().filter(|u| matches!(u.scheme(), "http" | "https") && u.has_host());
    match url {
        Some(_) => Ok(Some(text.trim_end_matches('/').to_owned())),
        None => Err(ConfigError("GATEHOUSE_PUBLIC_URL must be a URL such as https://users.example.com.".into())),
    }
}

fn read_proxies(source: &Source) -> Result<Vec<IpAddr>, ConfigError> {
    let text = source.get("TRUSTED_PROXIES").unwrap_or_default();
    let parts = text.split(',').map(str::trim).filter(|p| !p.is_empty());
    parts
        .map(|p| p.parse().map_err(|_| ConfigError(format!("GATEHOUSE_TRUSTED_PROXIES: “{p}” is not an IP address."))))
        .collect()
}
