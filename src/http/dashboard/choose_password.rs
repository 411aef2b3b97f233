//! Where the link of a mail to an operator leads: they choose a password for the dashboard.

use super::verify_email::{Pairs, context, secret_of};
use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::features::context::Context;
use crate::features::operators::choose_password::{self, LinkState};
use crate::features::operators::create::{MIN_PASSWORD, check_password};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::open_form::OpenForm;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

const FORM: OpenForm = OpenForm { cookie: "gatehouse_choose_password", path: urls::CHOOSE_PASSWORD };

#[derive(Template)]
#[template(path = "choose_password.html")]
struct Page {
    chrome: Chrome,
    token: String,
    secret: String,
    /// Whose password it is; empty when the link no longer works.
    email: String,
    used: bool,
    hint: String,
    errors: FieldErrors,
    action: &'static str,
    sign_in: &'static str,
}

/// Shows the form, or what became of the link.
pub async fn page(app: web::Data<App>, request: HttpRequest, query: Pairs) -> PageResult {
    let secret = secret_of(&query);
    let state = look(&app, context(&app, &request, &secret), &secret).await?;
    show(&app, &request, secret, state, FieldErrors::default())
}

/// Sets the password, once.
pub async fn save(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    let fields = FORM.accept(&app, &request, &body)?;
    let secret = fields.text("ticket").to_owned();
    let acting = context(&app, &request, &secret);
    let state = look(&app, acting.clone(), &secret).await?;
    if let (LinkState::Ready(_), Some(context)) = (&state, acting) {
        let password = fields.text("password").to_owned();
        let mut errors = FieldErrors::default();
        errors.keep(check_password(&password));
        if password != fields.text("repeat") {
            errors.push("repeat", "The two passwords differ.");
        }
        if !errors.is_empty() {
            return show(&app, &request, secret, state, errors);
        }
        let hash = app.passwords.hash(password).await?;
        let ticket = secret.clone();
        app.write(move |tx| choose_password::choose_password(tx, &context, &ticket, &hash)).await?;
    }
    render::see_other(urls::ticket(urls::CHOOSE_PASSWORD, &secret))
}

async fn look(app: &App, acting: Option<Context>, secret: &str) -> Result<LinkState, Error> {
    let Some(context) = acting else { return Ok(LinkState::Gone) };
    let secret = secret.to_owned();
    app.read(move |tx| choose_password::look(tx, &context, &secret)).await
}

fn show(app: &App, request: &HttpRequest, secret: String, state: LinkState, errors: FieldErrors) -> PageResult {
    let (used, place) = match state {
        LinkState::Ready(place) => (false, Some(place)),
        LinkState::Used(place) => (true, Some(place)),
        LinkState::Gone => (false, None),
    };
    let status = match (&place, errors.is_empty()) {
        (None, _) => StatusCode::GONE,
        (Some(_), true) => StatusCode::OK,
        (Some(_), false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let nonce = FORM.nonce(request);
    let page = Page {
        chrome: Chrome::of_stranger(request),
        token: FORM.token(app, &nonce),
        secret,
        email: place.map(|p| p.operator.email).unwrap_or_default(),
        used,
        hint: format!("At least {MIN_PASSWORD} characters; a few words are better than a riddle."),
        errors,
        action: urls::CHOOSE_PASSWORD,
        sign_in: urls::SIGN_IN,
    };
    let mut answer = render::with_status(status, &page)?;
    FORM.remember(app, &mut answer, nonce)?;
    Ok(answer)
}
