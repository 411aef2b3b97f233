//! The operators' sign-in page.

use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::features::operators::sign_in;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::open_form::OpenForm;
use crate::http::hall::peer;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::session::BrowserSession;
use crate::http::urls;
use crate::model::operator::Operator;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse, web};
use askama::Template;

const FORM: OpenForm = OpenForm { cookie: "gatehouse_sign_in", path: urls::SIGN_IN };

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
        return render::see_other(urls::DASHBOARD);
    }
    let next = query.iter().find(|(name, _)| name == "next").map(|(_, v)| v.clone()).unwrap_or_default();
    form(&app, &request, next, String::new(), FieldErrors::default())
}

/// Signs in with email and password.
pub async fn save(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    let fields = FORM.accept(&app, &request, &body)?;
    let (email, next) = (fields.text("email").to_owned(), fields.text("next").to_owned());
    match attempt(&app, &request, &email, fields.text("password")).await? {
        Attempted::Right(operator) => enter(&app, &request, &operator, &next),
        Attempted::Wrong => form(&app, &request, next, email, FieldErrors::one("email", sign_in::WRONG)),
        Attempted::Locked(words) => {
            let mut answer = form(&app, &request, next, email, FieldErrors::one("email", words))?;
            *answer.status_mut() = StatusCode::TOO_MANY_REQUESTS;
            Ok(answer)
        }
    }
}

/// What became of a password that somebody typed.
pub(super) enum Attempted {
    Right(Operator),
    Wrong,
    /// Too many failures; the text says when to come back.
    Locked(String),
}

/// Holds an operator's password against the stored one, counting failures.
pub(super) async fn attempt(
    app: &App,
    request: &HttpRequest,
    email: &str,
    password: &str,
) -> Result<Attempted, PageError> {
    let (now, ip, email) = (app.now(), peer::ip(request), email.to_owned());
    let address = ip.clone();
    let begun = app.write(move |tx| sign_in::begin(tx, &email, address.as_deref(), now)).await;
    let attempt = match begun {
        Err(Error::RateLimited { retry_after }) => {
            let words = format!("Too many attempts. Try again in {} minutes.", retry_after.div_ceil(60));
            return Ok(Attempted::Locked(words));
        }
        other => other?,
    };
    let verified = app.passwords.verify(password.to_owned(), attempt.hash.clone()).await?;
    let operator = app.write(move |tx| sign_in::finish(tx, &attempt, verified, ip.as_deref(), now)).await?;
    Ok(operator.map_or(Attempted::Wrong, Attempted::Right))
}

/// Signs in as the demo administrator: development mode on a loopback address only.
pub async fn demo(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    demo_may_enter(&app, &request)?;
    let fields = FORM.accept(&app, &request, &body)?;
    let now = app.now();
    let operator = app.write(move |tx| sign_in::demo(tx, now)).await?;
    enter(&app, &request, &operator, fields.text("next"))
}

/// The demo administrator has no password: who sits at this machine, in development mode, is let in without.
pub(super) fn demo_may_enter(app: &App, request: &HttpRequest) -> Result<(), PageError> {
    let from_here = request.peer_addr().is_none_or(|a| a.ip().is_loopback());
    if app.config.is_development() && from_here { Ok(()) } else { Err(Error::NotFound("page").into()) }
}

fn enter(app: &App, request: &HttpRequest, operator: &Operator, next: &str) -> PageResult {
    BrowserSession::of(request).sign_in(&operator.id, app.now()).map_err(Error::internal)?;
    render::see_other(safe_next(next))
}

/// Only an address of this server's own dashboard is followed after sign-in.
pub(super) fn safe_next(next: &str) -> &str {
    let ours = ["/dashboard", "/account", "/tenants"].iter().any(|p| next.starts_with(p));
    let plain = next.bytes().all(|b| b.is_ascii_graphic() && b != b'\\') && !next.contains("//");
    if ours && plain { next } else { urls::DASHBOARD }
}

fn form(app: &App, request: &HttpRequest, next: String, email: String, errors: FieldErrors) -> PageResult {
    let nonce = FORM.nonce(request);
    let failed = !errors.is_empty();
    let page = Page {
        chrome: Chrome::of(request),
        token: FORM.token(app, &nonce),
        next,
        email,
        errors,
        demo: app.config.is_development() && app.config.demo_data,
    };
    let mut answer: HttpResponse = if failed { render::invalid(&page)? } else { render::page(&page)? };
    FORM.remember(app, &mut answer, nonce)?;
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
