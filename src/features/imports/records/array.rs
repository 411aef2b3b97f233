//! A JSON array, item by item: the items are told apart by their brackets alone, and then parsed one at a time.

use super::{Body, Input, Kept, Place, Record};
use crate::error::Result;

/// Reads the items of an array.
pub struct ArrayReader {
    input: Input,
    row: u64,
    kept: Kept,
    /// Whether the opening bracket has been read.
    open: bool,
    /// Whether the list, or the file, has ended.
    done: bool,
}

/// Where in an item a byte stands.
#[derive(Default)]
struct Nesting {
    depth: usize,
    in_text: bool,
    escaped: bool,
}

impl Nesting {
    /// Takes a byte into account; answers whether the item ends before it or with it.
    fn step(&mut self, byte: u8) -> Step {
        if self.in_text {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.in_text = false,
                _ => {}
            }
            return Step::Inside;
        }
        match byte {
            b'"' => self.in_text = true,
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' if self.depth == 0 => return Step::Before,
            b'}' | b']' => {
                self.depth -= 1;
                if self.depth == 0 {
                    return Step::After;
                }
            }
            b',' if self.depth == 0 => return Step::Before,
            _ => {}
        }
        Step::Inside
    }
}

#[derive(PartialEq)]
enum Step {
    Inside,
    Before,
    After,
}

impl ArrayReader {
    pub(super) fn new(input: Input, from: Place) -> Self {
        Self { input, row: from.row, kept: Kept::default(), open: from.offset > 0, done: false }
    }

    pub(super) fn place(&self) -> Place {
        Place { offset: self.input.offset, row: self.row }
    }

    pub(super) fn next(&mut self) -> Result<Option<Record>> {
        if self.done {
            return Ok(None);
        }
        if !self.open {
            self.blank()?;
            self.input.take(1);
            self.open = true;
        }
        match self.separator()? {
            None => self.end("The file ends before its list does; it seems to be cut off."),
            Some(b']') => {
                self.input.take(1);
                self.done = true;
                match self.blank()? {
                    None => Ok(None),
                    Some(_) => self.end("There is more text after the end of the list; it has not been read."),
                }
            }
            Some(_) => self.item(),
        }
    }

    fn end(&mut self, why: &str) -> Result<Option<Record>> {
        self.done = true;
        self.row += 1;
        Ok(Some(Record { row: self.row, body: Body::Broken(why.into()) }))
    }

    /// Skips what stands between items, and answers with the byte after it.
    fn separator(&mut self) -> Result<Option<u8>> {
        match self.blank()? {
            Some(b',') if self.row > 0 => {
                self.input.take(1);
                self.blank()
            }
            found => Ok(found),
        }
    }

    fn blank(&mut self) -> Result<Option<u8>> {
        loop {
            let bytes = self.input.peek()?;
            if bytes.is_empty() {
                return Ok(None);
            }
            let found = bytes.iter().position(|b| !b.is_ascii_whitespace());
            let (skip, byte) = (found.unwrap_or(bytes.len()), found.map(|at| bytes[at]));
            self.input.take(skip);
            if byte.is_some() {
                return Ok(byte);
            }
        }
    }

    fn item(&mut self) -> Result<Option<Record>> {
        self.row += 1;
        self.kept.clear();
        let mut nesting = Nesting::default();
        loop {
            let bytes = self.input.peek()?;
            if bytes.is_empty() {
                return self.cut_off();
            }
            let mut end = None;
            for (at, byte) in bytes.iter().enumerate() {
                match nesting.step(*byte) {
                    Step::Inside => {}
                    Step::Before => end = Some(at),
                    Step::After => end = Some(at + 1),
                }
                if end.is_some() {
                    break;
                }
            }
            let taken = end.unwrap_or(bytes.len());
            self.kept.push(&bytes[..taken]);
            // A bracket or comma that stands where an item should begin is an item of its own, or nothing would move.
            let stuck = end == Some(0) && self.kept.bytes.is_empty() && !self.kept.too_large;
            self.input.take(if stuck { 1 } else { taken });
            if stuck {
                return Ok(Some(Record {
                    row: self.row,
                    body: Body::Broken("An item of the list is missing.".into()),
                }));
            }
            if end.is_some() {
                return Ok(Some(Record { row: self.row, body: self.kept.json() }));
            }
        }
    }

    fn cut_off(&mut self) -> Result<Option<Record>> {
        self.done = true;
        let words = "The file ends inside this user; it seems to be cut off.";
        Ok(Some(Record { row: self.row, body: Body::Broken(words.into()) }))
    }
}
