//! The users of a file on disk, one by one, in constant memory: a JSON array, one JSON object a line, or a table.
//!
//! A place in the file (see [`Place`]) is enough to go on from there, which is how a job resumes. Nothing recurses, no
//! record is kept that is larger than [`RECORD_MAX`], and a broken record does not end the reading where its end can be
//! told.

mod array;
mod lines;
mod table;

use crate::error::{Error, Result};
use array::ArrayReader;
use lines::LineReader;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use table::TableReader;

/// Largest record, in bytes: both metadata documents at their largest, and as much again.
pub const RECORD_MAX: usize = 4 * 1024 * 1024;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Format {
    /// A JSON array of users.
    Json,
    /// A JSON object a line.
    Ndjson,
    /// A table whose first row names its columns.
    Csv,
}

impl Format {
    /// Told by the first character.
    pub fn of(path: &Path) -> Result<Self> {
        let mut file = open(path, 0)?;
        let mut first = [0_u8];
        loop {
            match file.read(&mut first).map_err(Error::internal)? {
                0 => return Err(Error::field("file", "The file is empty.")),
                _ if first[0].is_ascii_whitespace() => {}
                _ => break,
            }
        }
        Ok(match first[0] {
            b'[' => Self::Json,
            b'{' => Self::Ndjson,
            _ => Self::Csv,
        })
    }

    /// The word in the database and in file names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Ndjson => "ndjson",
            Self::Csv => "csv",
        }
    }
}

/// Where reading has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Bytes from the beginning.
    pub offset: u64,
    /// Number of the last record read: of a list its items, of lines the lines, of a table the rows as a spreadsheet
    /// counts them (the header is 1).
    pub row: u64,
}

/// What stands at one place.
#[derive(Debug, Clone, PartialEq)]
pub enum Body {
    Json(serde_json::Value),
    Cells(Vec<String>),
    /// Why it cannot be read.
    Broken(String),
}

/// One user of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub row: u64,
    pub body: Body,
}

/// The users of a file.
pub enum Records {
    Array(ArrayReader),
    Lines(LineReader),
    Table(Box<TableReader>),
}

impl Records {
    /// Goes on after a place; the default one is the beginning.
    pub fn open(path: &Path, format: Format, from: Place) -> Result<Self> {
        let input = Input { file: open(path, from.offset)?, offset: from.offset };
        Ok(match format {
            Format::Json => Self::Array(ArrayReader::new(input, from)),
            Format::Ndjson => Self::Lines(LineReader::new(input, from)),
            Format::Csv => Self::Table(Box::new(TableReader::new(path, input, from)?)),
        })
    }

    /// The next record, if there is one.
    pub fn read(&mut self) -> Result<Option<Record>> {
        match self {
            Self::Array(reader) => reader.next(),
            Self::Lines(reader) => reader.next(),
            Self::Table(reader) => reader.next(),
        }
    }

    /// Where to go on after the records read so far.
    pub fn place(&self) -> Place {
        match self {
            Self::Array(reader) => reader.place(),
            Self::Lines(reader) => reader.place(),
            Self::Table(reader) => reader.place(),
        }
    }

    /// The names of a table's columns.
    pub fn header(&self) -> &[String] {
        match self {
            Self::Table(reader) => reader.header(),
            _ => &[],
        }
    }
}

/// A file and how far it has been read.
pub struct Input {
    file: BufReader<File>,
    offset: u64,
}

impl Input {
    /// What can be had without waiting; empty at the end.
    fn peek(&mut self) -> Result<&[u8]> {
        self.file.fill_buf().map_err(Error::internal)
    }

    fn take(&mut self, count: usize) {
        self.file.consume(count);
        self.offset += count as u64;
    }
}

fn open(path: &Path, offset: u64) -> Result<BufReader<File>> {
    let mut file = File::open(path).map_err(|e| match e.kind() {
        std::io::ErrorKind::NotFound => Error::NotFound("uploaded file"),
        _ => Error::Unavailable(format!("the uploaded file cannot be read: {e}")),
    })?;
    file.seek(SeekFrom::Start(offset)).map_err(Error::internal)?;
    Ok(BufReader::with_capacity(64 * 1024, file))
}

/// The bytes of one record, as many as are kept of it.
#[derive(Default)]
struct Kept {
    bytes: Vec<u8>,
    too_large: bool,
}

impl Kept {
    fn push(&mut self, bytes: &[u8]) {
        if self.bytes.len() + bytes.len() > RECORD_MAX {
            self.too_large = true;
        } else if !self.too_large {
            self.bytes.extend_from_slice(bytes);
        }
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.bytes.shrink_to(64 * 1024);
        self.too_large = false;
    }

    /// Reads it as JSON; the parser itself refuses what is nested more than 128 levels deep.
    fn json(&self) -> Body {
        if self.too_large {
            return too_large();
        }
        match serde_json::from_slice(&self.bytes) {
            Ok(value) => Body::Json(value),
            Err(error) => {
                let words = error.to_string();
                let words = words.replace("recursion limit exceeded", "nested more than 128 levels deep");
                Body::Broken(format!("This is not JSON: {words}."))
            }
        }
    }
}

fn too_large() -> Body {
    Body::Broken(format!("One user may have at most {} MB.", RECORD_MAX / 1024 / 1024))
}

#[cfg(test)]
mod tests;
