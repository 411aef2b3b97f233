//! Where the link of a mail to an operator leads: they choose a password for the dashboard.

use super::mailed_link::{self, Followed, Pairs};
use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::features::operators::choose_password;
use crate::features::operators::create::{MIN_PASSWORD, check_password};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::open_form::OpenForm;
use crate::http::hall::render::PageResult;
use crate::http::urls;
use crate::model::operator::Place;
use crate::model::ticket::LinkState;
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
    let link = Followed::of_query(&app, &request, &query);
    let state = look(&app, &link).await?;
    show(&app, &request, link, state, FieldErrors::default())
}

/// Sets the password, once.
pub async fn save(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    let fields = FORM.accept(&app, &request, &body)?;
    let link = Followed::of_form(&app, &request, &fields);
    let state = look(&app, &link).await?;
    if let (LinkState::Ready(_), Some(context)) = (&state, link.acting.clone()) {
        let password = fields.text("password").to_owned();
        let mut errors = FieldErrors::default();
        errors.keep(check_password(&password));
        if password != fields.text("repeat") {
            errors.push("repeat", "The two passwords differ.");
        }
        if !errors.is_empty() {
            return show(&app, &request, link, state, errors);
        }
        let hash = app.passwords.hash(password).await?;
        let ticket = link.secret.clone();
        app.write(move |tx| choose_password::choose_password(tx, &context, &ticket, &hash)).await?;
    }
    mailed_link::done(&FORM, &link.secret)
}

async fn look(app: &App, link: &Followed) -> Result<LinkState<Place>, Error> {
    let Some(context) = link.acting.clone() else { return Ok(LinkState::Gone) };
    let secret = link.secret.clone();
    app.read(move |tx| choose_password::look(tx, &context, &secret)).await
}

fn show(app: &App, request: &HttpRequest, link: Followed, state: LinkState<Place>, errors: FieldErrors) -> PageResult {
    let (used, place) = state.into_parts();
    mailed_link::show(app, request, &FORM, (place.is_some(), &errors), |token| Page {
        chrome: Chrome::of_stranger(request),
        token,
        secret: link.secret,
        email: place.map(|p| p.operator.email).unwrap_or_default(),
        used,
        hint: format!("At least {MIN_PASSWORD} characters; a few words are better than a riddle."),
        errors: errors.clone(),
        action: FORM.path,
        sign_in: urls::SIGN_IN,
    })
}
