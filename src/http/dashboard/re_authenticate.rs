//! Asks an operator who they are once more before something sensitive, and goes on with what they asked for. The guard
//! sends them here, a form with its fields, which are held in this page meanwhile and sent on from it.

use super::sign_in::{Attempted, attempt, demo_may_enter, safe_next};
use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::features::operators::sessions::FRESH;
use crate::features::operators::sign_in::WRONG_PASSWORD;
use crate::http::hall::chrome::{Chrome, Visitor};
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::session::BrowserSession;
use crate::http::urls;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpMessage, HttpRequest, HttpResponse, web};
use askama::Template;

/// The operator's own password: forms that come through here may have a `password` of somebody else.
const PASSWORD: &str = "operator_password";
/// Whether a form waits to be sent on.
const FORM_WAITS: &str = "form_waits";

#[derive(Template)]
#[template(path = "re_authenticate.html")]
struct Page {
    chrome: Chrome,
    minutes: i64,
    email: String,
    /// The operator has no password, and enters by one click.
    demo: bool,
    form_waits: bool,
    /// The fields of the form that waits.
    kept: Vec<(String, String)>,
    errors: FieldErrors,
    action: String,
    cancel: String,
}

/// Where to go on.
#[derive(serde::Deserialize)]
pub struct Address {
    #[serde(default)]
    next: String,
}

impl Address {
    fn next(&self) -> &str {
        safe_next(&self.next)
    }
}

/// Shows the page.
pub async fn page(request: HttpRequest, address: web::Query<Address>) -> PageResult {
    ask(&request, &address, &Fields::default(), false, FieldErrors::default(), StatusCode::OK)
}

/// Takes in a form that has to wait, or the password that lets it go on.
pub async fn save(
    app: web::Data<App>,
    request: HttpRequest,
    address: web::Query<Address>,
    fields: Fields,
) -> PageResult {
    let Some(password) = fields.get(PASSWORD) else {
        return ask(&request, &address, &fields, true, FieldErrors::default(), StatusCode::FORBIDDEN);
    };
    let (email, waits) = (Visitor::of(&request)?.operator.email, fields.ticked(FORM_WAITS));
    let refuse =
        |words: String, status| ask(&request, &address, &fields, waits, FieldErrors::one(PASSWORD, words), status);
    match attempt(&app, &request, &email, password).await? {
        Attempted::Right(_) => go_on(&app, &request, address.next(), waits),
        Attempted::Wrong => refuse(WRONG_PASSWORD.to_owned(), StatusCode::UNPROCESSABLE_ENTITY),
        Attempted::Locked(words) => refuse(words, StatusCode::TOO_MANY_REQUESTS),
    }
}

/// Goes on without a password: the demo administrator, where they may sign in without one.
pub async fn demo(
    app: web::Data<App>,
    request: HttpRequest,
    address: web::Query<Address>,
    fields: Fields,
) -> PageResult {
    demo_may_enter(&app, &request)?;
    if !Visitor::of(&request)?.operator.is_demo {
        return Err(Error::NotFound("page").into());
    }
    go_on(&app, &request, address.next(), fields.ticked(FORM_WAITS))
}

/// To the page that was asked for; a form that waits is sent there by the browser, since 307 keeps method and body.
fn go_on(app: &App, request: &HttpRequest, next: &str, form_waits: bool) -> PageResult {
    BrowserSession::of(request).confirm(app.now()).map_err(Error::internal)?;
    if !form_waits {
        return render::see_other(next);
    }
    Ok(HttpResponse::TemporaryRedirect().insert_header((header::LOCATION, next)).finish())
}

fn ask(
    request: &HttpRequest,
    address: &Address,
    fields: &Fields,
    form_waits: bool,
    errors: FieldErrors,
    status: StatusCode,
) -> PageResult {
    let next = address.next();
    // The page looks like the one that it stands before.
    let visitor = Visitor::of(request)?.within(next.split('/').nth(2).unwrap_or_default());
    let operator = visitor.operator.clone();
    request.extensions_mut().insert(visitor);
    let mut kept = fields.without_secrets();
    kept.retain(|(name, _)| name != FORM_WAITS);
    let page = Page {
        chrome: Chrome::of(request),
        minutes: FRESH.num_minutes(),
        action: if operator.is_demo { urls::demo_re_authenticate(next) } else { urls::re_authenticate(next) },
        demo: operator.is_demo,
        email: operator.email,
        cancel: way_back(next),
        form_waits,
        kept,
        errors,
    };
    render::with_status(status, &page)
}

/// The page of the thing that was about to change: what stands before the name of the act.
fn way_back(next: &str) -> String {
    let path = next.split('?').next().unwrap_or_default();
    path.split('/').take(5).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::way_back;

    #[test]
    fn the_way_back_is_the_thing_that_was_about_to_change() {
        assert_eq!(way_back("/dashboard/acme/users/auth0%7C1/remove-factor/f1"), "/dashboard/acme/users/auth0%7C1");
        assert_eq!(way_back("/dashboard/acme/users/auth0%7C1/change-email?x=1"), "/dashboard/acme/users/auth0%7C1");
        assert_eq!(way_back("/dashboard"), "/dashboard");
    }
}
