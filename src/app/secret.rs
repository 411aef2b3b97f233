//! The server's secret: from the settings, or in development mode made once and kept in the data directory.

use super::{StartError, directory};
use crate::config::Config;
use crate::security::token;
use std::io::Write;

const FILE: &str = "development.secret";

/// The secret that signs cookies and forms.
pub(super) fn of(config: &Config) -> Result<String, StartError> {
    if let Some(secret) = &config.secret {
        return Ok(secret.clone());
    }
    let path = config.data_dir.join(FILE);
    let cannot = |what: &str, e: std::io::Error| {
        StartError(format!(
            "GATEHOUSE_DATA_DIR: cannot {what} {}: {e}. Make the directory writable for this user, or name another one.",
            path.display()
        ))
    };
    directory::create(&config.data_dir).map_err(|e| cannot("create the directory of", e))?;
    match std::fs::read_to_string(&path) {
        Ok(secret) if secret.len() >= 32 => return Ok(secret),
        Ok(_) => {}
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => {}
        Err(e) => return Err(cannot("read", e)),
    }
    let secret = token::random();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).map_err(|e| cannot("write", e))?;
    file.write_all(secret.as_bytes()).map_err(|e| cannot("write", e))?;
    Ok(secret)
}
