//! Where the link of a verification mail leads: a button that verifies.

use super::mailed_link::{self, Followed, Pairs};
use crate::app::App;
use crate::error::FieldErrors;
use crate::features::users::verify_email;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::open_form::OpenForm;
use crate::http::hall::render::PageResult;
use crate::http::urls;
use crate::model::ticket::{LinkState, TicketKind};
use actix_web::{HttpRequest, web};
use askama::Template;

const FORM: OpenForm = OpenForm { cookie: "gatehouse_verify_email", path: urls::VERIFY_EMAIL };

#[derive(Template)]
#[template(path = "verify_email.html")]
struct Page {
    chrome: Chrome,
    token: String,
    secret: String,
    /// The address to verify; empty when the link no longer works.
    email: String,
    used: bool,
    /// Where a used link leads on to; empty for nowhere.
    onward: String,
    action: &'static str,
}

/// Shows the button, or what became of the link.
pub async fn page(app: web::Data<App>, request: HttpRequest, query: Pairs) -> PageResult {
    let link = Followed::of_query(&app, &request, &query);
    let (state, onward) = match link.acting {
        Some(context) => {
            let (secret, kind) = (link.secret.clone(), TicketKind::VerifyEmail);
            app.read(move |tx| {
                let onward = verify_email::leads_to(tx, &context, kind, &secret)?;
                Ok((verify_email::state(tx, &context, kind, &secret)?, onward))
            })
            .await?
        }
        None => (LinkState::Gone, None),
    };
    let (used, user) = state.into_parts();
    mailed_link::show(&app, &request, &FORM, (user.is_some(), &FieldErrors::default()), |token| Page {
        chrome: Chrome::of_stranger(&request),
        token,
        secret: link.secret,
        email: user.and_then(|u| u.email).unwrap_or_default(),
        used,
        onward: onward.unwrap_or_default(),
        action: FORM.path,
    })
}

/// Verifies, once.
pub async fn save(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    let link = Followed::of_form(&app, &request, &FORM.accept(&app, &request, &body)?);
    if let Some(context) = link.acting {
        let secret = link.secret.clone();
        app.write(move |tx| verify_email::verify_email(tx, &context, &secret)).await?;
    }
    mailed_link::done(&FORM, &link.secret)
}
