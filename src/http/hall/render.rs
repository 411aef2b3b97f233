//! Answers: a page, a page with mistakes, a redirect after a change.

use super::errors::PageError;
use super::session::{BrowserSession, Notice};
use crate::error::Error;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};
use askama::Template;

/// What a handler of a page answers.
pub type PageResult = Result<HttpResponse, PageError>;

pub(super) const HTML: &str = "text/html; charset=utf-8";

/// 200 with a page.
pub fn page(template: &impl Template) -> PageResult {
    with_status(StatusCode::OK, template)
}

/// 422 with the form again: its values kept, its mistakes named.
pub fn invalid(template: &impl Template) -> PageResult {
    with_status(StatusCode::UNPROCESSABLE_ENTITY, template)
}

/// A page with a status.
pub fn with_status(status: StatusCode, template: &impl Template) -> PageResult {
    let html = template.render().map_err(Error::internal)?;
    Ok(HttpResponseBuilder::new(status)
        .content_type(HTML)
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(html))
}

/// 303 to a page, after a change.
pub fn see_other(url: impl Into<String>) -> PageResult {
    Ok(HttpResponse::SeeOther().insert_header((header::LOCATION, url.into())).finish())
}

/// 303 to a page that says what was done.
pub fn done(request: &HttpRequest, url: impl Into<String>, text: impl Into<String>) -> PageResult {
    notify(request, "good", text.into(), None);
    see_other(url)
}

/// 303 to a page that says what was done and offers to undo it by posting to `undo`.
pub fn done_with_undo(
    request: &HttpRequest,
    url: impl Into<String>,
    text: impl Into<String>,
    undo: String,
) -> PageResult {
    notify(request, "good", text.into(), Some(undo));
    see_other(url)
}

/// 303 to a page that says why nothing was done.
pub fn not_done(request: &HttpRequest, url: impl Into<String>, text: impl Into<String>) -> PageResult {
    notify(request, "bad", text.into(), None);
    see_other(url)
}

/// Leaves words about what was done for the next page, wherever that is.
pub fn tell(request: &HttpRequest, text: impl Into<String>) {
    notify(request, "good", text.into(), None);
}

fn notify(request: &HttpRequest, kind: &str, text: String, undo: Option<String>) {
    BrowserSession::of(request).leave_notice(&Notice { kind: kind.to_owned(), text, undo });
}
