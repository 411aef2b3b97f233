//! The operators' sign-in page. Its form is protected by a signed cookie, since there is no session yet.

use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::features::operators::sign_in;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::{self, Fields};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::session::BrowserSession;
use crate::http::hall::{guard, peer};
use crate::model::operator::Operator;
use crate::security::token;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

const COOKIE: &str = "gatehouse_sign_in";
const PURPOSE: &str = "sign-in";

#[derive(Template)]
#[template(path = "sign_in.html")]
struct Page {
    chrome: Chrome,
    token: String,
    next: String,
    email: String,
    errors: FieldErrors,
    demo: bool,
}

/// Shows the form.
pub async fn page(app: web::Data<App>, request: HttpRequest, query: web::Query<Vec<(String, String)>>) -> PageResult {
    if BrowserSession::of(&request).operator().is_some() {
        return render::see_other("/dashboard");
    }
    let next = query.iter().find(|(name, _)| name == "next").map(|(_, v)| v.clone()).unwrap_or_default();
    form(&app, &request, next, String::new(), FieldErrors::default())
}

/// Signs in with email and password.
pub async fn save(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    let fields = accepted(&app, &request, &body)?;
    let (email, password) = (fields.text("email").to_owned(), fields.text("password").to_owned());
    let (now, ip) = (app.now(), peer::ip(&request));
    let (typed, address) = (email.clone(), ip.clone());
    let begun = app.write(move |tx| sign_in::begin(tx, &typed, address.as_deref(), now)).await;
    let attempt = match begun {
        Err(Error::RateLimited { retry_after }) => {
            let words = format!("Too many attempts. Try again in {} minutes.", retry_after.div_ceil(60));
            let mut answer = form(&app, &request, fields.text("next").into(), email, FieldErrors::one("email", words))?;
            *answer.status_mut() = actix_web::http::StatusCode::TOO_MANY_REQUESTS;
            return Ok(answer);
        }
        other => other?,
    };
    let verified = app.passwords.verify(password, attempt.hash.clone()).await?;
    let operator = app.write(move |tx| sign_in::finish(tx, &attempt, verified, ip.as_deref(), now)).await?;
    match operator {
        Some(operator) => enter(&request, &operator, fields.text("next")),
        None => form(&app, &request, fields.text("next").into(), email, FieldErrors::one("email", sign_in::WRONG)),
    }
}

/// Signs in as the demo administrator: development mode on a loopback address only.
pub async fn demo(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    let from_here = request.peer_addr().is_none_or(|a| a.ip().is_loopback());
    if !app.config.is_development() || !from_here {
        return Err(Error::NotFound("page").into());
    }
    let fields = accepted(&app, &request, &body)?;
    let now = app.now();
    let operator = app.write(move |tx| sign_in::demo(tx, now)).await?;
    enter(&request, &operator, fields.text("next"))
}

fn enter(request: &HttpRequest, operator: &Operator, next: &str) -> PageResult {
    BrowserSession::of(request).sign_in(&operator.id).map_err(Error::internal)?;
    render::see_other(safe_next(next))
}

/// Only an address of this server's own dashboard is followed after sign-in.
fn safe_next(next: &str) -> &str {
    let ours = ["/dashboard", "/account", "/tenants"].iter().any(|p| next.starts_with(p));
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') && !next.contains("//");
    if ours && plain { next } else { "/dashboard" }
}

fn accepted(app: &App, request: &HttpRequest, body: &[u8]) -> Result<Fields, PageError> {
    guard::same_origin(request)?;
    let fields = forms::parse(request, body)?;
    let nonce = request.cookie(COOKIE).map(|c| c.value().to_owned()).unwrap_or_default();
    if !nonce.is_empty() && app.signer.verify(PURPOSE, &nonce, fields.text("_csrf")) {
        Ok(fields)
    } else {
        Err(guard::stale_form())
    }
}

fn form(app: &App, request: &HttpRequest, next: String, email: String, errors: FieldErrors) -> PageResult {
    let nonce =
        request.cookie(COOKIE).map(|c| c.value().to_owned()).filter(|n| n.len() == 43).unwrap_or_else(token::random);
    let failed = !errors.is_empty();
    let page = Page {
        chrome: Chrome::of(request),
        token: app.signer.sign(PURPOSE, &nonce),
        next,
        email,
        errors,
        demo: app.config.is_development() && app.config.demo_data,
    };
    let mut answer: HttpResponse = if failed { render::invalid(&page)? } else { render::page(&page)? };
    let cookie = Cookie::build(COOKIE, nonce)
        .path("/sign-in")
        .http_only(true)
        .secure(app.config.is_https())
        .same_site(SameSite::Lax)
        .finish();
    answer.add_cookie(&cookie).map_err(Error::internal)?;
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn only_the_dashboards_own_addresses_are_followed() {
        assert_eq!(safe_next("/dashboard/acme/users?q=a"), "/dashboard/acme/users?q=a");
        for bad in [
            "",
            "https://evil.example",
            "//evil.example",
            "/\\evil.example",
            "/dashboard//evil",
            "/dashboard\\@evil",
            "/dashboard\r\nX: y",
            "javascript:alert(1)",
        ] {
            assert_eq!(safe_next(bad), "/dashboard", "{bad}");
        }
    }
}
