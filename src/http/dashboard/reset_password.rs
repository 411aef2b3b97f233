//! Where the link of a reset mail leads: the user chooses a new password.

use super::verify_email::{Pairs, context, secret_of};
use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::features::context::Context;
use crate::features::users::reset_password;
use crate::features::users::verify_email::{self, LinkState};
use crate::http::dashboard::users::actions::change_password::hash_new;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::open_form::OpenForm;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::connection::Connection;
use crate::model::ticket::TicketKind;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

const FORM: OpenForm = OpenForm { cookie: "gatehouse_reset_password", path: urls::RESET_PASSWORD };

#[derive(Template)]
#[template(path = "reset_password.html")]
struct Page {
    chrome: Chrome,
    token: String,
    secret: String,
    /// Whose password it is; empty when the link no longer works.
    name: String,
    used: bool,
    /// Where a used link leads on to; empty for nowhere.
    onward: String,
    policy: String,
    errors: FieldErrors,
    password_error: String,
    action: &'static str,
}

/// Shows the form, or what became of the link.
pub async fn page(app: web::Data<App>, request: HttpRequest, query: Pairs) -> PageResult {
    let secret = secret_of(&query);
    let found = look(&app, context(&app, &request, &secret), &secret).await?;
    show(&app, &request, secret, found, FieldErrors::default())
}

/// Sets the password, once.
pub async fn save(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    let fields = FORM.accept(&app, &request, &body)?;
    let secret = fields.text("ticket").to_owned();
    let acting = context(&app, &request, &secret);
    let found = look(&app, acting.clone(), &secret).await?;
    if let ((LinkState::Ready(user), Some(connection), _), Some(context)) = (&found, acting) {
        let hash = match hash_new(&app, &context, connection, user, &fields).await {
            Err(Error::Invalid(errors)) => return show(&app, &request, secret, found, errors),
            hash => hash?,
        };
        let ticket = secret.clone();
        app.write(move |tx| reset_password::reset_password(tx, &context, &ticket, &hash)).await?;
    }
    render::see_other(urls::ticket(urls::RESET_PASSWORD, &secret))
}

/// A link, the connection of its user while it may be used, and where it leads on to.
type Found = (LinkState, Option<Connection>, Option<String>);

async fn look(app: &App, acting: Option<Context>, secret: &str) -> Result<Found, Error> {
    let Some(context) = acting else { return Ok((LinkState::Gone, None, None)) };
    let secret = secret.to_owned();
    app.read(move |tx| {
        let (state, connection) = reset_password::look(tx, &context, &secret)?;
        Ok((state, connection, verify_email::leads_to(tx, &context, TicketKind::ResetPassword, &secret)?))
    })
    .await
}

fn show(app: &App, request: &HttpRequest, secret: String, found: Found, errors: FieldErrors) -> PageResult {
    let (used, user) = match found.0 {
        LinkState::Ready(user) => (false, Some(user)),
        LinkState::Used(user) => (true, Some(user)),
        LinkState::Gone => (false, None),
    };
    let status = match (&user, errors.is_empty()) {
        (None, _) => StatusCode::GONE,
        (Some(_), true) => StatusCode::OK,
        (Some(_), false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let nonce = FORM.nonce(request);
    let page = Page {
        chrome: Chrome::of_stranger(request),
        token: FORM.token(app, &nonce),
        secret,
        name: user.map(|u| u.email.clone().unwrap_or_else(|| u.display_name().to_owned())).unwrap_or_default(),
        used,
        onward: found.2.unwrap_or_default(),
        policy: found.1.map_or_else(String::new, |c| c.password_policy().in_words()),
        password_error: errors.all_of("password"),
        errors,
        action: urls::RESET_PASSWORD,
    };
    let mut answer = render::with_status(status, &page)?;
    FORM.remember(app, &mut answer, nonce)?;
    Ok(answer)
}
