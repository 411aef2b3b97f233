//! One JSON object a line; lines end with a line feed, a carriage return or both, and empty ones count but say nothing.

use super::{Input, Kept, Place, Record};
use crate::error::Result;

/// Reads the lines.
pub struct LineReader {
    input: Input,
    row: u64,
    kept: Kept,
}

impl LineReader {
    pub(super) fn new(input: Input, from: Place) -> Self {
        Self { input, row: from.row, kept: Kept::default() }
    }

    pub(super) fn place(&self) -> Place {
        Place { offset: self.input.offset, row: self.row }
    }

    pub(super) fn next(&mut self) -> Result<Option<Record>> {
        while self.line()? {
            self.row += 1;
            let is_blank = self.kept.bytes.iter().all(u8::is_ascii_whitespace);
            if !is_blank || self.kept.too_large {
                return Ok(Some(Record { row: self.row, body: self.kept.json() }));
            }
        }
        Ok(None)
    }

    /// Keeps the next line; answers whether there is one.
    fn line(&mut self) -> Result<bool> {
        self.kept.clear();
        let mut any = false;
        loop {
            let bytes = self.input.peek()?;
            if bytes.is_empty() {
                return Ok(any);
            }
            any = true;
            let end = bytes.iter().position(|b| matches!(b, b'\n' | b'\r'));
            let taken = end.unwrap_or(bytes.len());
            self.kept.push(&bytes[..taken]);
            let is_return = end.is_some_and(|at| bytes[at] == b'\r');
            self.input.take(end.map_or(taken, |at| at + 1));
            if is_return && self.input.peek()?.first() == Some(&b'\n') {
                self.input.take(1);
            }
            if end.is_some() {
                return Ok(true);
            }
        }
    }
}
