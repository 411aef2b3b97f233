//! A table: commas, semicolons or tabs between cells, whichever its first line has most of; quotes as in RFC 4180.

use super::{Body, Input, Place, RECORD_MAX, Record, open, too_large};
use crate::error::{Error, Result};
use crate::model::import::mapping::COLUMNS_MAX;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};
use std::io::BufRead;
use std::path::Path;

/// Longest first line that is looked at to find out what stands between cells.
const FIRST_LINE: usize = 64 * 1024;

/// Reads the rows.
pub struct TableReader {
    input: Input,
    reader: Reader,
    header: Vec<String>,
    row: u64,
    text: Vec<u8>,
    ends: Vec<usize>,
}

impl TableReader {
    pub(super) fn new(path: &Path, input: Input, from: Place) -> Result<Self> {
        let reader = ReaderBuilder::new().delimiter(delimiter(path)?).build();
        let (text, ends) = (vec![0; 64 * 1024], vec![0; COLUMNS_MAX + 1]);
        let mut table = Self { input, reader, header: Vec::new(), row: from.row, text, ends };
        if from.offset == 0 {
            table.header = table.first_row()?;
        } else {
            let start = Input { file: open(path, 0)?, offset: 0 };
            table.header = Self::new(path, start, Place::default())?.header;
        }
        Ok(table)
    }

    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    pub(super) fn place(&self) -> Place {
        Place { offset: self.input.offset, row: self.row }
    }

    pub(super) fn next(&mut self) -> Result<Option<Record>> {
        let Some(mut body) = self.read()? else { return Ok(None) };
        if let Body::Cells(cells) = &body
            && cells.len() != self.header.len()
        {
            let words = format!(
                "This row has {} cells, and the header has {}. A quote that is not closed can be the reason.",
                cells.len(),
                self.header.len()
            );
            body = Body::Broken(words);
        }
        Ok(Some(Record { row: self.row, body }))
    }

    fn first_row(&mut self) -> Result<Vec<String>> {
        match self.read()? {
            Some(Body::Cells(cells)) => Ok(cells),
            Some(Body::Broken(why)) => Err(Error::field("file", format!("The first row cannot be read. {why}"))),
            _ => Err(Error::field("file", "The file is empty.")),
        }
    }

    fn read(&mut self) -> Result<Option<Body>> {
        let (mut written, mut cells) = (0, 0);
        let mut problem = None;
        loop {
            let bytes = self.input.file.fill_buf().map_err(Error::internal)?;
            let (result, taken, out, ended) =
                self.reader.read_record(bytes, &mut self.text[written..], &mut self.ends[cells..]);
            self.input.take(taken);
            (written, cells) = (written + out, cells + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull if self.text.len() < RECORD_MAX => {
                    self.text.resize((self.text.len() * 2).min(RECORD_MAX), 0);
                }
                // What does not fit is read over and forgotten.
                ReadRecordResult::OutputFull => (written, problem) = (0, Some(too_large())),
                ReadRecordResult::OutputEndsFull => {
                    cells = 0;
                    let words = format!("A row may have at most {COLUMNS_MAX} cells.");
                    problem = problem.or(Some(Body::Broken(words)));
                }
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::Record => {
                    self.row += 1;
                    let body = problem.unwrap_or_else(|| self.cells(cells));
                    self.text.truncate(64 * 1024);
                    self.text.shrink_to(64 * 1024);
                    return Ok(Some(body));
                }
            }
        }
    }

    fn cells(&self, count: usize) -> Body {
        let mut cells = Vec::with_capacity(count);
        let mut start = 0;
        for end in self.ends.iter().take(count) {
            match std::str::from_utf8(self.text.get(start..*end).unwrap_or_default()) {
                Ok(cell) => cells.push(cell.to_owned()),
                Err(_) => return Body::Broken("This row is not UTF-8.".into()),
            }
            start = *end;
        }
        Body::Cells(cells)
    }
}

fn delimiter(path: &Path) -> Result<u8> {
    let mut file = open(path, 0)?;
    let bytes = file.fill_buf().map_err(Error::internal)?;
    let line = bytes.split(|b| matches!(b, b'\n' | b'\r')).find(|line| !line.is_empty()).unwrap_or_default();
    let line = line.get(..FIRST_LINE).unwrap_or(line);
    let count = |sign: u8| line.iter().filter(|b| **b == sign).count();
    let most = [b',', b';', b'\t'].into_iter().rev().max_by_key(|sign| count(*sign));
    Ok(most.unwrap_or(b','))
}
