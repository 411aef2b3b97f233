//! The packages the pages are made from, as `package-lock.json` pins them.

use crate::{read, write};
use std::path::Path;
use std::process::Command;

/// Installs them, unless what is there came from this very lock file.
pub fn install(folder: &Path) -> Result<(), String> {
    let lock = read(&folder.join("package-lock.json"))?;
    // A copy of the lock says more than a date does: a checkout gives old files new dates.
    let stamp = folder.join("node_modules/.installed-from");
    if stamp.exists() && read(&stamp)? == lock {
        return Ok(());
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    let done = Command::new(npm)
        .args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefix"])
        .arg(folder)
        .output()
        .map_err(|e| {
            format!("npm cannot be run ({e}): Node.js is needed once, to fetch htmx, the font and the icons")
        })?;
    if !done.status.success() {
        return Err(format!("npm ci failed:\n{}", String::from_utf8_lossy(&done.stderr)));
    }
    write(&stamp, &lock)
}
