//! Answers that are files, sent piece by piece as they are read.

use crate::error::{Error, Result};
use actix_web::HttpResponse;
use actix_web::http::header::{self, ContentEncoding};
use actix_web::web::{self, Bytes};
use futures_util::stream;

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
