//! Form bodies: read once by the guard, within a limit, and handed to the handler as fields.

use super::errors::PageError;
use crate::error::Error;
use actix_web::dev::{Payload, ServiceRequest};
use actix_web::http::header::CONTENT_TYPE;
use actix_web::web::BytesMut;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use futures_util::StreamExt;
use std::future::{Ready, ready};

/// Largest form body, in bytes: a megabyte of document may take three when percent-encoded.
pub const MAX_BODY: usize = 4 * 1024 * 1024;
/// Most fields of a form.
const MAX_FIELDS: usize = 2_000;

/// The fields of a form, in order; a name may repeat (ticked rows).
#[derive(Debug, Clone, Default)]
pub struct Fields(Vec<(String, String)>);

impl Fields {
    /// Fields that were read elsewhere.
    pub(super) fn of(fields: Vec<(String, String)>) -> Self {
        Self(fields)
    }

    /// A field's value as typed.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }

    /// A field's value, or the empty text.
    pub fn text(&self, name: &str) -> &str {
        self.get(name).unwrap_or_default()
    }

    /// A field's value without surrounding space; none when nothing is left.
    pub fn filled(&self, name: &str) -> Option<&str> {
        self.get(name).map(str::trim).filter(|v| !v.is_empty())
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, name: &str) -> bool {
        self.get(name).is_some_and(|v| !v.is_empty() && v != "false")
    }

    /// All values of a name.
    pub fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(n, _)| n == name).map(|(_, v)| v.clone()).collect()
    }

    /// What may go back to the browser when a form is answered with another page first: neither passwords nor the token,
    /// which that page has itself.
    pub fn without_secrets(&self) -> Vec<(String, String)> {
        self.0.iter().filter(|(name, _)| name != "_csrf" && !name.contains("password")).cloned().collect()
    }

    /// A whole number, for hidden versions.
    pub fn number(&self, name: &str) -> Option<i64> {
        self.get(name)?.parse().ok()
    }
}

impl FromRequest for Fields {
    type Error = PageError;
    type Future = Ready<Result<Self, PageError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let fields = request.extensions().get::<Self>().cloned();
        ready(fields.ok_or_else(|| Error::internal("a form that no guard has read").into()))
    }
}

/// Reads a request's body, up to [`MAX_BODY`].
pub(super) async fn read_body(request: &mut ServiceRequest) -> Result<BytesMut, PageError> {
    let mut payload = request.take_payload();
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|_| Error::field("", "The form did not arrive completely."))?;
        if body.len() + chunk.len() > MAX_BODY {
            return Err(PageError::too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

/// Parses an `application/x-www-form-urlencoded` body; anything else is refused.
pub fn parse(request: &HttpRequest, body: &[u8]) -> Result<Fields, PageError> {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let is_form =
        kind.split(';').next().is_some_and(|k| k.trim().eq_ignore_ascii_case("application/x-www-form-urlencoded"));
    if !is_form && !body.is_empty() {
        return Err(PageError::unsupported_media());
    }
    let bad = || Error::field("", "The form could not be read: it is not UTF-8 text.");
    let fields: Vec<(String, String)> = serde_urlencoded::from_bytes(body).map_err(|_| bad())?;
    if fields.len() > MAX_FIELDS {
        return Err(PageError::too_large());
    }
    // A password is kept as a hash, so any text may be one.
    let storable = |name: &str| name.contains("password") || name == "repeat" || name.contains("metadata");
    if fields.iter().any(|(name, value)| value.contains('\0') && !storable(name)) {
        return Err(Error::field("", "The form contains a NUL character, which cannot be stored.").into());
    }
    Ok(Fields(fields))
}

/// Reads the form of a request that no guard has read (the sign-in page).
pub async fn read(request: &mut ServiceRequest) -> Result<Fields, PageError> {
    let body = read_body(request).await?;
    parse(request.request(), &body)
}
