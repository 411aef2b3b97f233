//! The gate-keeper of the API: a token of this tenant with one of the scopes the endpoint asks for, not too many calls,
//! and every refusal as JSON.

use super::endpoint::{Endpoint, Endpoints};
use super::problem::Problem;
use crate::app::{Admitted, App, Budget};
use crate::error::Error;
use crate::http::hall::host;
use crate::http::urls;
use crate::model::management_scope::is_own;
use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{ALLOW, AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use std::rc::Rc;

/// Guards everything below the API's address.
pub async fn gate(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, actix_web::Error> {
    let mut budget = Budget::default();
    let mut response = match admit(request.request(), &mut budget).await {
        Err(answer) => request.into_response(answer),
        Ok(()) => next.call(request).await?.map_into_boxed_body(),
    };
    tell(&budget, response.headers_mut());
    Ok(response)
}

/// Lets a request in, or answers in its place.
async fn admit(request: &HttpRequest, budget: &mut Budget) -> Result<(), HttpResponse> {
    let endpoint = endpoint(request).map_err(|answer| *answer)?;
    let Some(app) = request.app_data::<web::Data<App>>() else {
        return Err(refused(Error::internal("no application")));
    };
    let token = bearer(request).ok_or_else(|| Problem::unauthenticated().respond())?;
    let admitted = match app.admit(host::of(request, app), token).await {
        Ok(Ok(admitted)) => admitted,
        Ok(Err(denial)) => return Err(Problem::from(denial).respond()),
        Err(error) => return Err(refused(error)),
    };
    *budget = app.spend(&admitted);
    if let Some(retry_after) = budget.exhausted() {
        return Err(refused(Error::RateLimited { retry_after }));
    }
    if !may(request, &endpoint, &admitted) {
        return Err(Problem::insufficient_scope(endpoint.scopes).respond());
    }
    request.extensions_mut().insert(endpoint);
    request.extensions_mut().insert(Rc::new(admitted));
    Ok(())
}

fn refused(error: Error) -> HttpResponse {
    Problem::from(error).respond()
}

/// The line of the table that a request asks for.
fn endpoint(request: &HttpRequest) -> Result<Rc<Endpoint>, Box<HttpResponse>> {
    let nowhere = || Box::new(Problem::no_such_address().respond());
    let endpoints = request.app_data::<Endpoints>().ok_or_else(nowhere)?;
    let pattern = request.match_pattern().ok_or_else(nowhere)?;
    let path = pattern.strip_prefix(urls::API).ok_or_else(nowhere)?;
    if let Some(endpoint) = endpoints.get(request.method(), path) {
        return Ok(Rc::clone(endpoint));
    }
    let methods = endpoints.methods(path);
    if methods.is_empty() {
        return Err(nowhere());
    }
    let mut answer = Problem::new(StatusCode::METHOD_NOT_ALLOWED, None, "Method Not Allowed").respond();
    if let Ok(value) = HeaderValue::from_str(&methods.join(", ")) {
        answer.headers_mut().insert(ALLOW, value);
    }
    Err(Box::new(answer))
}

fn bearer(request: &HttpRequest) -> Option<String> {
    let (kind, token) = request.headers().get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    kind.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// Whether a caller has one of the scopes. A user's own token opens what is that user's, and nothing else.
fn may(request: &HttpRequest, endpoint: &Endpoint, admitted: &Admitted) -> bool {
    let caller = &admitted.caller;
    let path = request.path().strip_prefix(urls::API).unwrap_or_default();
    let of_whom = named_user(&endpoint.path, path);
    let is_own_user = caller.user.as_ref().is_some_and(|user| of_whom.is_none_or(|id| id == user.as_str()));
    endpoint.scopes.iter().filter(|scope| caller.has(scope)).any(|scope| !is_own(scope) || is_own_user)
}

/// The user a path names. The router fills in the path's parts only after the gate.
fn named_user(pattern: &str, path: &str) -> Option<String> {
    let mut parts = pattern.split('/').zip(path.split('/'));
    let (_, raw) = parts.find(|(part, _)| ["{id}", "{user_id}"].contains(part))?;
    Some(percent_encoding::percent_decode_str(raw).decode_utf8_lossy().into_owned())
}

/// Says how many calls are left.
fn tell(budget: &Budget, headers: &mut HeaderMap) {
    let numbers = [
        ("x-ratelimit-limit", u64::from(budget.limit)),
        ("x-ratelimit-remaining", u64::from(budget.remaining)),
        ("x-ratelimit-reset", budget.reset),
    ];
    for (name, number) in numbers {
        headers.insert(HeaderName::from_static(name), HeaderValue::from(number));
    }
}

#[cfg(test)]
mod tests {
    use super::named_user;

    #[test]
    fn the_user_stands_where_the_pattern_says() {
        assert_eq!(named_user("/users/{id}/roles", "/users/auth0%7C1/roles").as_deref(), Some("auth0|1"));
        assert_eq!(named_user("/users/{user_id}", "/users/a").as_deref(), Some("a"));
        assert_eq!(named_user("/device-credentials", "/device-credentials"), None);
    }
}
