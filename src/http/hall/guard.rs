//! The one door-keeper of the dashboard: signed in, a member of the tenant, with the right the route asks for, and for
//! changes the form token of this session; sensitive routes ask for the password again when it was given too long ago.
//! A route that is not in the table is refused.

use super::chrome::Visitor;
use super::errors::PageError;
use super::forms;
use super::routing::Rights;
use super::session::BrowserSession;
use super::upload;
use crate::app::App;
use crate::error::Error;
use crate::http::urls;
use crate::model::operator::Right;
use crate::security::token;
use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::{Method, header};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, ResponseError, web};

/// Guards the routes below `/dashboard/{tenant}` and the operator's own pages.
pub async fn guard(
    mut request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    match admit(&mut request).await {
        Ok(None) => Ok(next.call(request).await?.map_into_left_body()),
        Ok(Some(answer)) => Ok(request.into_response(answer).map_into_right_body()),
        Err(refusal) => Ok(request.into_response(refusal.error_response()).map_into_right_body()),
    }
}

/// Lets a request in, or answers in its place (with the way to the sign-in page).
async fn admit(request: &mut ServiceRequest) -> Result<Option<HttpResponse>, PageError> {
    let visitor = visitor(request).await?;
    let asked = asked_of(request);
    let Some(visitor) = visitor else { return asked.map(|_| Some(sign_in_first(request.request()))) };
    let (right, sensitive) = asked.inspect_err(|_| drop(request.extensions_mut().insert(visitor.clone())))?;
    let refused = visitor.tenant().is_some() && !visitor.may(right);
    let words = forbidden(&visitor, right);
    let csrf = visitor.csrf.clone();
    request.extensions_mut().insert(visitor);
    if refused {
        return Err(Error::Forbidden(words).into());
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        require_token(request, &csrf).await?;
    }
    Ok((sensitive && !is_fresh(request)).then(|| confirm_first(request.request())))
}

/// Whether the operator has shown who they are only just now.
fn is_fresh(request: &ServiceRequest) -> bool {
    let at = BrowserSession::of(request.request()).authenticated_at();
    request.app_data::<web::Data<App>>().is_some_and(|app| app.is_fresh(at))
}

/// Sends the operator to the page that asks for their password. A form is sent there as it is, so that its fields come
/// back from there.
fn confirm_first(request: &HttpRequest) -> HttpResponse {
    let here = request.uri().path_and_query().map_or("/", |p| p.as_str());
    let mut answer =
        if request.method() == Method::POST { HttpResponse::TemporaryRedirect() } else { HttpResponse::SeeOther() };
    answer.insert_header((header::LOCATION, urls::re_authenticate(here))).finish()
}

async fn visitor(request: &ServiceRequest) -> Result<Option<Visitor>, PageError> {
    let session = BrowserSession::of(request.request());
    let Some(csrf) = session.csrf().filter(|_| session.operator().is_some()) else { return Ok(None) };
    let Some(app) = request.app_data::<web::Data<App>>() else { return Err(Error::internal("no application").into()) };
    // The operator is gone, their session not yet.
    let Some(mut access) = session.access() else {
        session.sign_out();
        return Ok(None);
    };
    let tenant = request.match_info().get("tenant").map(str::to_owned);
    app.complete(&mut access, tenant.as_deref()).await?;
    let visitor = Visitor::new(access, csrf, tenant.as_deref(), app.config.is_development());
    visitor.map(Some).ok_or_else(|| Error::NotFound("tenant").into())
}

/// The right a route asks for, and whether it is sensitive.
fn asked_of(request: &ServiceRequest) -> Result<(Right, bool), PageError> {
    let rights = request.app_data::<web::Data<Rights>>();
    let method = if request.method() == Method::HEAD { &Method::GET } else { request.method() };
    let pattern = request.match_pattern().ok_or(Error::NotFound("page"))?;
    match rights.and_then(|r| r.get(method, &pattern)) {
        Some(line) => Ok((line.right, line.sensitive)),
        // The path may exist for another method: the router answers 405 itself, and nothing runs.
        None if rights.is_some_and(|r| [Method::GET, Method::POST].iter().any(|m| r.get(m, &pattern).is_some())) => {
            Ok((Right::Read, false))
        }
        None => Err(Error::NotFound("page").into()),
    }
}

fn takes_files(request: &ServiceRequest) -> bool {
    let rights = request.app_data::<web::Data<Rights>>();
    let line = request.match_pattern().and_then(|pattern| rights?.get(request.method(), &pattern));
    line.is_some_and(|line| line.takes_files)
}

fn forbidden(visitor: &Visitor, right: Right) -> String {
    format!(
        "This needs the role {} or higher in this tenant; yours is {}. An owner can change it.",
        right.least_role().label(),
        visitor.role_label()
    )
}

/// Sends the visitor to the sign-in page, and back here afterwards.
fn sign_in_first(request: &HttpRequest) -> HttpResponse {
    let back = if request.method() == Method::GET { request.uri().path_and_query().map(|p| p.as_str()) } else { None };
    let url = urls::sign_in(back);
    if request.headers().contains_key("HX-Request") {
        return HttpResponse::Unauthorized().insert_header(("HX-Redirect", url)).finish();
    }
    HttpResponse::SeeOther().insert_header((header::LOCATION, url)).finish()
}

/// Refuses a change without this session's form token, or sent by another site.
async fn require_token(request: &mut ServiceRequest, csrf: &str) -> Result<(), PageError> {
    same_origin(request.request())?;
    let fields = if takes_files(request) && upload::is_multipart(request.request()) {
        upload::read(request, csrf).await?
    } else {
        let body = forms::read_body(request).await?;
        forms::parse(request.request(), &body)?
    };
    let sent = request.headers().get("X-CSRF-Token").and_then(|v| v.to_str().ok()).or_else(|| fields.get("_csrf"));
    let right = sent.is_some_and(|sent| token::equal(sent, csrf));
    request.extensions_mut().insert(fields);
    if right { Ok(()) } else { Err(stale_form()) }
}

/// The words for a form whose token is missing or old.
pub fn stale_form() -> PageError {
    Error::Forbidden(
        "This form is no longer valid: it belongs to an earlier sign-in. Go back, reload the page and try again."
            .into(),
    )
    .into()
}

/// A browser says where a form was sent from; another site's are refused, whatever they carry.
pub fn same_origin(request: &HttpRequest) -> Result<(), PageError> {
    let refuse = || Err(Error::Forbidden("This form was sent from another site.".into()).into());
    let header = |name: &str| request.headers().get(name).and_then(|v| v.to_str().ok());
    if header("Sec-Fetch-Site").is_some_and(|site| site != "same-origin" && site != "none") {
        return refuse();
    }
    let Some(origin) = header("Origin") else { return Ok(()) };
    let host = header("Host").unwrap_or_default();
    let public = request.app_data::<web::Data<App>>().map(|a| a.config.public_url.clone()).unwrap_or_default();
    let of_host = origin.split_once("://").is_some_and(|(_, o)| !host.is_empty() && o.eq_ignore_ascii_case(host));
    if of_host || origin.eq_ignore_ascii_case(&public) { Ok(()) } else { refuse() }
}
