//! What programs send: a body within a limit, as JSON or as a form.

use actix_web::HttpRequest;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::{BytesMut, Payload};
use futures_util::StreamExt;

/// Why a body could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    TooLarge,
    Broken,
}

/// How a body is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Json,
    Form,
    Other,
}

/// What a request says of its body; JSON if it says nothing.
pub fn kind(request: &HttpRequest) -> Kind {
    let said = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or("application/json");
    let said = said.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match said.as_str() {
        "application/x-www-form-urlencoded" => Kind::Form,
        said if said == "application/json" || said.ends_with("+json") => Kind::Json,
        _ => Kind::Other,
    }
}

/// Reads a body of at most so many bytes.
pub async fn read(payload: &mut Payload, limit: usize) -> Result<BytesMut, Fault> {
    let mut body = BytesMut::new();
    while let Some(piece) = payload.next().await {
        let piece = piece.map_err(|_| Fault::Broken)?;
        if body.len() + piece.len() > limit {
            return Err(Fault::TooLarge);
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// The fields of a form or of the part of an address after the `?`, in order.
pub fn pairs(text: &[u8]) -> Vec<(String, String)> {
    url::form_urlencoded::parse(text).into_owned().collect()
}
