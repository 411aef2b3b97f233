//! The users that could not be imported, with the reasons: a file that grows with its job, and can be fixed and imported
//! again.

use super::records::Format;
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::model::export::cell;
use crate::model::import::Issue;
use crate::model::import::mapping::REPORT_COLUMNS;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::fs::File;
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// The member that JSON of a rejected user has more than the file it came from.
const ERRORS: &str = "import_errors";
/// Longest line of the file that is read back: a record at its largest, escaped.
const READ: usize = 64 * 1024;

/// A user that cannot be imported.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Reject {
    /// Counted as [`super::records::Place`] does.
    pub row: u64,
    /// What to call the user.
    pub who: String,
    pub raw: Raw,
    pub errors: Vec<Issue>,
}

/// A record as it stood in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Raw {
    Json(Value),
    Cells(Vec<String>),
    /// It could not be read, or is too large to repeat.
    Unreadable,
}

/// Where the rejects of a job are.
pub fn path(files: &Path, job: &str) -> PathBuf {
    files.join(format!("{job}.rejects"))
}

/// Writes rejects at a place of the file, where the last committed chunk ended; answers with where they end. Whatever
/// an interrupted chunk has left behind is gone.
pub fn append(path: &Path, at: u64, rejects: &[Reject]) -> Result<u64> {
    let mut bytes = Vec::new();
    for reject in rejects {
        serde_json::to_writer(&mut bytes, reject).map_err(Error::internal)?;
        bytes.push(b'\n');
    }
    append_bytes(path, at, &bytes)
}

/// Likewise of any bytes.
pub fn append_bytes(path: &Path, at: u64, bytes: &[u8]) -> Result<u64> {
    if bytes.is_empty() {
        return Ok(at);
    }
    let unwritable = |e: std::io::Error| Error::Unavailable(format!("the data directory cannot be written: {e}"));
    if let Some(directory) = path.parent() {
        std::fs::create_dir_all(directory).map_err(unwritable)?;
    }
    let mut options = File::options();
    options.write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(unwritable)?;
    file.set_len(at).map_err(unwritable)?;
    file.seek(SeekFrom::Start(at)).map_err(unwritable)?;
    file.write_all(bytes).and_then(|()| file.sync_data()).map_err(unwritable)?;
    Ok(at + bytes.len() as u64)
}

/// The rejects of a job, one by one.
pub fn read(path: &Path) -> Result<impl Iterator<Item = Result<Reject>> + use<>> {
    let file = match File::open(path) {
        Ok(file) => Some(BufReader::with_capacity(READ, file)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(Error::internal(error)),
    };
    let lines = file.into_iter().flat_map(BufRead::lines);
    Ok(lines.map(|line| serde_json::from_str(&line.map_err(Error::internal)?).map_err(Error::internal)))
}

/// The rejects in the form of the file they came from, piece by piece, with the reasons added.
pub struct Report {
    format: Format,
    columns: usize,
    any: bool,
}

impl Report {
    /// Of an import.
    pub fn new(settings: &Settings) -> Self {
        Self { format: settings.format, columns: settings.header.len(), any: false }
    }

    /// What stands before the first user.
    pub fn begin(&self, settings: &Settings) -> String {
        match self.format {
            Format::Json => "[".into(),
            Format::Ndjson => String::new(),
            Format::Csv => {
                let names = settings.header.iter().map(String::as_str).chain(REPORT_COLUMNS);
                row(names.map(|name| cell(name, false)))
            }
        }
    }

    /// One user.
    pub fn user(&mut self, reject: &Reject) -> String {
        let reasons = |issue: &Issue| {
            if issue.path.is_empty() { issue.message.clone() } else { format!("{}: {}", issue.path, issue.message) }
        };
        let words: Vec<String> = reject.errors.iter().map(reasons).collect();
        if self.format == Format::Csv {
            let empty = Vec::new();
            let cells = if let Raw::Cells(cells) = &reject.raw { cells } else { &empty };
            let all = (0..self.columns).map(|n| cell(cells.get(n).map_or("", String::as_str), true));
            let row_and_words = [cell(&reject.row.to_string(), false), cell(&words.join(" "), true)];
            return row(all.chain(row_and_words));
        }
        let mut user = match &reject.raw {
            Raw::Json(Value::Object(object)) => Value::Object(object.clone()),
            Raw::Json(other) => json!({ "import_value": other }),
            _ => json!({}),
        };
        user[ERRORS] = json!({ "row": reject.row, "errors": reject.errors });
        let before = match (self.format, std::mem::replace(&mut self.any, true)) {
            (Format::Json, true) => ",\n",
            (Format::Json, false) => "\n",
            _ => "",
        };
        let after = if self.format == Format::Ndjson { "\n" } else { "" };
        format!("{before}{user}{after}")
    }

    /// What stands after the last.
    pub fn end(&self) -> &'static str {
        if self.format == Format::Json { "\n]\n" } else { "" }
    }
}

fn row(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join(",") + "\r\n"
}
