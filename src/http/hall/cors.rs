//! Scripts of web pages that call from another origin (the Fetch standard, "CORS protocol"): browsers hand them the answer if
//! an application of the tenant names their origin.

use super::host;
use crate::app::App;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::{
    ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS, ACCESS_CONTROL_ALLOW_ORIGIN,
    ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_MAX_AGE, ACCESS_CONTROL_REQUEST_METHOD, HeaderMap, HeaderValue,
    ORIGIN, VARY,
};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, HttpResponse, web};

/// What a script may send: the official clients say who they are, and some name the request.
const HEADERS: &str = "authorization, content-type, auth0-client, dpop, x-correlation-id, x-requested-with";

/// What a script may read besides the body.
const EXPOSED: &str = "link, retry-after, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset";

/// Answers the browser's question before a call, and says with an answer whose scripts may read it.
pub async fn cors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let Some(origin) = request.headers().get(ORIGIN).cloned() else {
        return Ok(next.call(request).await?.map_into_boxed_body());
    };
    let is_known = is_known(request.request(), &origin).await;
    let asks = request.method() == Method::OPTIONS && request.headers().contains_key(ACCESS_CONTROL_REQUEST_METHOD);
    let mut response = if asks {
        request.into_response(HttpResponse::NoContent().finish())
    } else {
        next.call(request).await?.map_into_boxed_body()
    };
    let headers = response.headers_mut();
    headers.append(VARY, HeaderValue::from_static("Origin"));
    if is_known {
        headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
        say(headers, asks);
    }
    Ok(response)
}

async fn is_known(request: &HttpRequest, origin: &HeaderValue) -> bool {
    let (Some(app), Ok(origin)) = (request.app_data::<web::Data<App>>(), origin.to_str()) else { return false };
    let found = app.names_origin(host::of(request, app), origin.to_owned()).await;
    found.unwrap_or_else(|error| {
        tracing::warn!(%error, "whose scripts may call is not known");
        false
    })
}

fn say(headers: &mut HeaderMap, asks: bool) {
    if !asks {
        headers.insert(ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static(EXPOSED));
        return;
    }
    headers.insert(ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("GET, POST, PUT, PATCH, DELETE"));
    headers.insert(ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(HEADERS));
    headers.insert(ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
}
