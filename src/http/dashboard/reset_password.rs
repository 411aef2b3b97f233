//! Where the link of a reset mail leads: the user chooses a new password.

use super::mailed_link::{self, Followed, Pairs};
use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::features::users::reset_password;
use crate::features::users::verify_email::{self, UserLink};
use crate::http::dashboard::users::actions::change_password::hash_new;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::open_form::OpenForm;
use crate::http::hall::render::PageResult;
use crate::http::urls;
use crate::model::connection::Connection;
use crate::model::ticket::{LinkState, TicketKind};
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
    let link = Followed::of_query(&app, &request, &query);
    let found = look(&app, &link).await?;
    show(&app, &request, link, found, FieldErrors::default())
}

/// Sets the password, once.
pub async fn save(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    let fields = FORM.accept(&app, &request, &body)?;
    let link = Followed::of_form(&app, &request, &fields);
    let found = look(&app, &link).await?;
    if let ((LinkState::Ready(user), Some(connection), _), Some(context)) = (&found, link.acting.clone()) {
        let hash = match hash_new(&app, &context, connection, user, &fields).await {
            Err(Error::Invalid(errors)) => return show(&app, &request, link, found, errors),
            hash => hash?,
        };
        let ticket = link.secret.clone();
        app.write(move |tx| reset_password::reset_password(tx, &context, &ticket, &hash)).await?;
    }
    mailed_link::done(&FORM, &link.secret)
}

/// A link, the connection of its user while it may be used, and where it leads on to.
type Found = (UserLink, Option<Connection>, Option<String>);

async fn look(app: &App, link: &Followed) -> Result<Found, Error> {
    let Some(context) = link.acting.clone() else { return Ok((LinkState::Gone, None, None)) };
    let secret = link.secret.clone();
    app.read(move |tx| {
        let (state, connection) = reset_password::look(tx, &context, &secret)?;
        Ok((state, connection, verify_email::leads_to(tx, &context, TicketKind::ResetPassword, &secret)?))
    })
    .await
}

fn show(app: &App, request: &HttpRequest, link: Followed, found: Found, errors: FieldErrors) -> PageResult {
    let (used, user) = found.0.into_parts();
    mailed_link::show(app, request, &FORM, (user.is_some(), &errors), |token| Page {
        chrome: Chrome::of_stranger(request),
        token,
        secret: link.secret,
        name: user.map(|u| u.email.clone().unwrap_or_else(|| u.display_name().to_owned())).unwrap_or_default(),
        used,
        onward: found.2.unwrap_or_default(),
        policy: found.1.map_or_else(String::new, |c| c.password_policy().in_words()),
        password_error: errors.all_of("password"),
        errors: errors.clone(),
        action: FORM.path,
    })
}
