//! One log line per request, with an id that is also in the answer (`X-Request-Id`).

use crate::security::token;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::middleware::Next;
use tracing::Instrument;

/// Logs method, path, status and time; never query strings, bodies or cookies, which may hold secrets.
pub async fn request_log(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let id = token::random()[..16].to_owned();
    let span = tracing::info_span!("request", id, method = %request.method(), path = request.path());
    let started = std::time::Instant::now();
    let mut response = next.call(request).instrument(span.clone()).await?;
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(HeaderName::from_static("x-request-id"), value);
    }
    let _entered = span.enter();
    let milliseconds = started.elapsed().as_millis() as u64;
    tracing::info!(status = response.status().as_u16(), milliseconds, "answered");
    Ok(response)
}
