//! Errors as pages: what happened, in words, with a way out. One renderer for handlers, the router and the guard.

use super::address::Mistakes;
use super::chrome::Chrome;
use super::render;
use crate::error::Error;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{StatusCode, header};
use actix_web::middleware::Next;
use actix_web::{HttpResponse, HttpResponseBuilder, ResponseError};
use askama::Template;

/// An error on its way to a page.
#[derive(Debug)]
pub struct PageError {
    status: StatusCode,
    view: ErrorView,
    retry_after: Option<u64>,
}

/// The words of an error page.
#[derive(Debug, Clone)]
struct ErrorView {
    title: String,
    text: String,
}

impl PageError {
    fn new(status: StatusCode, title: &str, text: impl Into<String>) -> Self {
        Self { status, view: ErrorView { title: title.into(), text: text.into() }, retry_after: None }
    }

    /// 413.
    pub fn too_large() -> Self {
        Self::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Too much at once",
            "The form is larger than the server accepts (4 MB, 2,000 fields). Nothing was changed.",
        )
    }

    /// 415.
    pub fn unsupported_media() -> Self {
        Self::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "Not a form",
            "This address accepts forms only (application/x-www-form-urlencoded).",
        )
    }

    /// 400.
    pub fn damaged() -> Self {
        Self::of_status(StatusCode::BAD_REQUEST)
    }

    fn of_status(status: StatusCode) -> Self {
        match status {
            StatusCode::NOT_FOUND => Error::NotFound("page").into(),
            StatusCode::METHOD_NOT_ALLOWED => {
                Self::new(status, "That is not how this address works", "Go back and use the buttons of the page.")
            }
            StatusCode::BAD_REQUEST => {
                Self::new(status, "That could not be read", "The address or the form is damaged.")
            }
            _ => Self::new(status, "Something went wrong", "Please try again."),
        }
    }
}

impl From<Error> for PageError {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(what) => Self::new(
                StatusCode::NOT_FOUND,
                &format!("{} not found", capitalised(what)),
                format!("There is no such {what} here. It may have been deleted, or the address is mistyped."),
            ),
            Error::Invalid(errors) => {
                let text: Vec<_> = errors.iter().map(|e| e.message.clone()).collect();
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "That could not be saved", text.join(" "))
            }
            Error::Conflict => Self::new(
                StatusCode::CONFLICT,
                "Somebody else saved first",
                "This was changed by somebody else after you opened it. Nothing of yours was saved: go back, reload and try again.",
            ),
            Error::Forbidden(text) => Self::new(StatusCode::FORBIDDEN, "You may not do this", text),
            Error::RateLimited { retry_after } => Self {
                retry_after: Some(retry_after),
                ..Self::new(
                    StatusCode::TOO_MANY_REQUESTS,
                    "Too many attempts",
                    format!("Try again in {} minutes.", retry_after.div_ceil(60)),
                )
            },
            Error::Unavailable(cause) => {
                tracing::error!(cause, "the database is not available");
                Self {
                    retry_after: Some(5),
                    ..Self::new(
                        StatusCode::SERVICE_UNAVAILABLE,
                        "The database is not available",
                        "Nothing was changed. The server recovers by itself as soon as the database answers: try again in a moment.",
                    )
                }
            }
            Error::TooSlow => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                "This search took too long",
                "It was stopped after two seconds, so that nobody else has to wait. Search for something narrower: an exact value, or the beginning of one.",
            ),
            Error::Contended | Error::Internal(_) => {
                tracing::error!(%error, "internal error");
                Self::new(
                    StatusCode::INTERNAL_SERVER_ERROR,
                    "Something went wrong",
                    "The server could not do this. Nothing was changed; the cause is in its log.",
                )
            }
        }
    }
}

impl std::fmt::Display for PageError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.status, self.view.title)
    }
}

impl ResponseError for PageError {
    fn status_code(&self) -> StatusCode {
        self.status
    }

    fn error_response(&self) -> HttpResponse {
        let mut builder = HttpResponseBuilder::new(self.status);
        if let Some(seconds) = self.retry_after {
            builder.insert_header((header::RETRY_AFTER, seconds));
        }
        let mut response = builder.finish();
        response.extensions_mut().insert(self.view.clone());
        response
    }
}

#[derive(Template)]
#[template(path = "errors/page.html")]
struct Page {
    chrome: Chrome,
    status: u16,
    title: String,
    text: String,
    back: String,
}

#[derive(Template)]
#[template(path = "errors/bare.html")]
struct BarePage {
    chrome: Chrome,
    status: u16,
    title: String,
    text: String,
}

/// Gives every answer of 400 and above that has no page of its own one in words.
pub async fn render_errors(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let response = next.call(request).await?.map_into_boxed_body();
    let status = response.status();
    let has_page = response.headers().contains_key(header::CONTENT_TYPE)
        && response.response().extensions().get::<ErrorView>().is_none();
    let redirects = response.headers().contains_key("HX-Redirect");
    if status.as_u16() < 400 || redirects || (has_page && response.response().error().is_none()) {
        return Ok(response);
    }
    let view = response
        .response()
        .extensions()
        .get::<ErrorView>()
        .cloned()
        .unwrap_or_else(|| PageError::of_status(status).view);
    let chrome = Chrome::of(response.request());
    let body = page(chrome, status, view);
    Ok(response.map_body(|head, _| {
        head.headers_mut().insert(header::CONTENT_TYPE, header::HeaderValue::from_static(render::HTML));
        BoxBody::new(body)
    }))
}

/// Answers 503 in words when not even the session could be loaded; stands outside the session middleware.
pub async fn render_outage(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    // The request itself may not be held meanwhile: the router wants it for itself.
    let chrome = Chrome::of_stranger(request.request());
    match next.call(request).await {
        Ok(response) => Ok(response.map_into_boxed_body()),
        Err(error) => Err(outage(chrome, &error)),
    }
}

fn outage(chrome: Chrome, error: &actix_web::Error) -> actix_web::Error {
    let PageError { status, view, .. } = PageError::from(Error::Unavailable(error.to_string()));
    let answer = HttpResponseBuilder::new(status)
        .content_type(render::HTML)
        .insert_header((header::RETRY_AFTER, 5))
        .body(page(chrome, status, view));
    actix_web::error::InternalError::from_response("the session could not be loaded", answer).into()
}

fn page(mut chrome: Chrome, status: StatusCode, view: ErrorView) -> String {
    // The error says what is wrong; nothing of the address was followed.
    chrome.mistakes = Mistakes::default();
    let ErrorView { title, text } = view;
    let status = status.as_u16();
    let rendered = match chrome.tenant.as_ref().map(|t| t.href.clone()) {
        Some(back) => Page { chrome, status, title, text, back }.render(),
        None => BarePage { chrome, status, title, text }.render(),
    };
    rendered.unwrap_or_else(|_| "Something went wrong.".to_owned())
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}
