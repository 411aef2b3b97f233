//! Putting an uploaded file on disk as UTF-8 text, whatever it was: UTF-16 with its mark, with gzip around it or not.
//!
//! Constant memory: what arrives is written piece by piece, and refused as soon as it is too large or no text.

use crate::error::{Error, Result};
use encoding_rs::{Decoder, DecoderResult, UTF_8};
use flate2::write::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

const GZIP: &[u8] = &[0x1f, 0x8b];
const ZIP: &[u8] = b"PK";
/// Bytes that tell what a file is.
const SIGN: usize = 4;
/// A file that has a NUL among its first bytes is no text.
const SAMPLE: u64 = 4_096;

/// A file on its way to the disk.
pub struct Spool {
    /// One of these two is there.
    text: Option<Text>,
    gzip: Option<MultiGzDecoder<Text>>,
    /// The first bytes, until there are enough to tell what the file is.
    first: Option<Vec<u8>>,
}

impl Spool {
    /// Starts the file. `limit` is the most bytes it may have as UTF-8.
    pub fn create(path: &Path, limit: u64) -> Result<Self> {
        let mut options = File::options();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|e| unwritable(&e))?;
        let text = Text {
            out: BufWriter::with_capacity(64 * 1024, file),
            decoder: UTF_8.new_decoder(),
            read: 0,
            written: 0,
            limit,
            refusal: None,
        };
        Ok(Self { text: Some(text), gzip: None, first: Some(Vec::new()) })
    }

    /// Takes the next piece.
    pub fn write(&mut self, piece: &[u8]) -> Result<()> {
        let Some(first) = &mut self.first else { return self.pass(piece) };
        first.extend_from_slice(piece);
        if first.len() < SIGN { Ok(()) } else { self.decide() }
    }

    /// Ends the file, and answers with how many bytes of text it has.
    pub fn finish(mut self) -> Result<u64> {
        self.decide()?;
        if let Some(mut gzip) = self.gzip.take() {
            gzip.try_finish().map_err(|e| gzip.get_ref().explain(&e))?;
            self.text = Some(gzip.finish().map_err(Error::internal)?);
        }
        match self.text {
            Some(text) => text.finish(),
            None => Ok(0),
        }
    }

    fn decide(&mut self) -> Result<()> {
        let Some(first) = self.first.take() else { return Ok(()) };
        if first.starts_with(ZIP) {
            let words =
                "This is a zip file or a spreadsheet. Unpack it, or save the sheet as CSV, and choose that file.";
            return Err(Error::field("file", words));
        }
        if first.starts_with(GZIP) {
            self.gzip = self.text.take().map(MultiGzDecoder::new);
        }
        self.pass(&first)
    }

    fn pass(&mut self, piece: &[u8]) -> Result<()> {
        if let Some(gzip) = &mut self.gzip {
            return gzip.write_all(piece).map_err(|e| gzip.get_ref().explain(&e));
        }
        match &mut self.text {
            Some(text) => text.write_all(piece).map_err(|e| text.explain(&e)),
            None => Ok(()),
        }
    }
}

/// Bytes that become UTF-8 in the file.
struct Text {
    out: BufWriter<File>,
    /// Told by the mark at the beginning, else UTF-8.
    decoder: Decoder,
    read: u64,
    written: u64,
    limit: u64,
    /// Why no more is taken.
    refusal: Option<String>,
}

impl Text {
    fn refuse(&mut self, why: String) -> io::Error {
        self.refusal = Some(why);
        io::Error::other("refused")
    }

    /// What a failure means for the person who sent the file.
    fn explain(&self, error: &io::Error) -> Error {
        match &self.refusal {
            Some(why) => Error::field("file", why.clone()),
            None if matches!(
                error.kind(),
                io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof
            ) =>
            {
                Error::field("file", "The gzip file is damaged or cut off.")
            }
            None => unwritable(error),
        }
    }

    fn decode(&mut self, mut piece: &[u8], last: bool) -> io::Result<()> {
        let mut utf8 = [0_u8; 16 * 1024];
        loop {
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(piece, &mut utf8, last);
            self.read += read as u64;
            if let DecoderResult::Malformed(length, _) = result {
                let at = self.read.saturating_sub(u64::from(length));
                let encoding = self.decoder.encoding().name();
                let words = format!("Byte {at} is not {encoding}. Save the file as UTF-8 and choose it again.");
                return Err(self.refuse(words));
            }
            self.keep(&utf8[..written])?;
            piece = &piece[read..];
            if result == DecoderResult::InputEmpty {
                return Ok(());
            }
        }
    }

    fn keep(&mut self, utf8: &[u8]) -> io::Result<()> {
        if self.written < SAMPLE && utf8.contains(&0) {
            let words =
                "This is no text file: it has NUL bytes. Save UTF-16 with its byte order mark, or better as UTF-8.";
            return Err(self.refuse(words.into()));
        }
        self.written += utf8.len() as u64;
        if self.written > self.limit {
            let words = format!("The file has more than {}, unpacked; that is the limit here.", size(self.limit));
            return Err(self.refuse(words));
        }
        self.out.write_all(utf8)
    }

    fn finish(mut self) -> Result<u64> {
        self.decode(&[], true).map_err(|e| self.explain(&e))?;
        self.out.flush().and_then(|()| self.out.get_ref().sync_all()).map_err(|e| unwritable(&e))?;
        Ok(self.written)
    }
}

impl Write for Text {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.decode(piece, false).map(|()| piece.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// A number of bytes in words.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        1_000_000..1_000_000_000 => format!("{} MB", bytes / 1_000_000),
        _ => format!("{:.1} GB", bytes as f64 / 1e9),
    }
}

fn unwritable(error: &io::Error) -> Error {
    Error::Unavailable(format!("the data directory cannot be written: {error}"))
}

#[cfg(test)]
mod tests;
