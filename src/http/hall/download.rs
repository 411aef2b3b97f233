//! Answers that are files, sent piece by piece as they are read.

use crate::error::{Error, Result};
use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::web::{self, Bytes};
use futures_util::stream;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Bytes read from a file at a time.
const PIECE: usize = 64 * 1024;

/// What makes the pieces: the next one each time, none at the end. It is called on a blocking thread.
pub type Pieces = Box<dyn FnMut() -> Result<Option<Vec<u8>>> + Send>;

/// A file of a name and a type.
pub fn file(name: &str, content_type: &'static str, pieces: Pieces) -> HttpResponse {
    let plain: String = name.chars().filter(|c| c.is_ascii_graphic() && !"\"\\;".contains(*c)).collect();
    let mut answer = HttpResponse::Ok();
    answer
        .content_type(content_type)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{plain}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    if content_type == "application/gzip" {
        // It is packed already.
        answer.insert_header(ContentEncoding::Identity);
    }
    answer.streaming(Box::pin(stream::try_unfold(pieces, next)))
}

/// A file that a job has written, under another name; what is over goes from the disk after a day.
pub fn stored(path: &Path, stem: &str) -> Result<HttpResponse> {
    let mut open = File::open(path).map_err(|_| Error::NotFound("file"))?;
    let own = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let ending = own.split_once('.').map_or("", |(_, ending)| ending);
    let content_type = match ending {
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        "ndjson" => "application/x-ndjson",
        _ => "application/gzip",
    };
    let pieces = move || -> Result<Option<Vec<u8>>> {
        let mut piece = vec![0; PIECE];
        let read = open.read(&mut piece).map_err(Error::internal)?;
        piece.truncate(read);
        Ok((read > 0).then_some(piece))
    };
    Ok(file(&format!("{stem}.{ending}"), content_type, Box::new(pieces)))
}

async fn next(mut pieces: Pieces) -> Result<Option<(Bytes, Pieces)>, actix_web::Error> {
    let read = web::block(move || pieces().map(|piece| (piece, pieces))).await;
    let (piece, pieces) = read.map_err(|e| failed(&Error::internal(e)))?.map_err(|e| failed(&e))?;
    Ok(piece.map(|piece| (Bytes::from(piece), pieces)))
}

/// The head of the answer has been sent: all that is left is to break off.
fn failed(error: &Error) -> actix_web::Error {
    tracing::error!(%error, "a download broke off");
    actix_web::error::ErrorInternalServerError("broken off")
}
