//! Where the link of a verification mail leads. Looking at the page changes nothing, since mail programs open links by
//! themselves; the button does.

use crate::app::App;
use crate::features::context::Context;
use crate::features::users::verify_email::{self, LinkState};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::open_form::OpenForm;
use crate::http::hall::peer;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::log_event::Actor;
use crate::model::ticket::TicketKind;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

const FORM: OpenForm = OpenForm { cookie: "gatehouse_verify_email", path: urls::VERIFY_EMAIL };

/// The query of a mailed link.
pub type Pairs = web::Query<Vec<(String, String)>>;

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
    let secret = secret_of(&query);
    let (state, onward) = match context(&app, &request, &secret) {
        Some(context) => {
            let (secret, kind) = (secret.clone(), TicketKind::VerifyEmail);
            app.read(move |tx| {
                let onward = verify_email::leads_to(tx, &context, kind, &secret)?;
                Ok((verify_email::state(tx, &context, kind, &secret)?, onward))
            })
            .await?
        }
        None => (LinkState::Gone, None),
    };
    let (used, user) = match state {
        LinkState::Ready(user) => (false, Some(user)),
        LinkState::Used(user) => (true, Some(user)),
        LinkState::Gone => (false, None),
    };
    let nonce = FORM.nonce(&request);
    let status = if user.is_some() { StatusCode::OK } else { StatusCode::GONE };
    let page = Page {
        chrome: Chrome::of_stranger(&request),
        token: FORM.token(&app, &nonce),
        secret,
        email: user.and_then(|u| u.email).unwrap_or_default(),
        used,
        onward: onward.unwrap_or_default(),
        action: urls::VERIFY_EMAIL,
    };
    let mut answer = render::with_status(status, &page)?;
    FORM.remember(&app, &mut answer, nonce)?;
    Ok(answer)
}

/// Verifies, once.
pub async fn save(app: web::Data<App>, request: HttpRequest, body: web::Bytes) -> PageResult {
    let fields = FORM.accept(&app, &request, &body)?;
    let secret = fields.text("ticket").to_owned();
    if let Some(context) = context(&app, &request, &secret) {
        let secret = secret.clone();
        app.write(move |tx| verify_email::verify_email(tx, &context, &secret)).await?;
    }
    render::see_other(urls::ticket(urls::VERIFY_EMAIL, &secret))
}

/// What a link carries.
pub(super) fn secret_of(query: &Pairs) -> String {
    query.iter().find(|(name, _)| name == "ticket").map(|(_, v)| v.clone()).unwrap_or_default()
}

/// The user themself acts, in the tenant the link names; none when the link is damaged.
pub(super) fn context(app: &App, request: &HttpRequest, secret: &str) -> Option<Context> {
    Some(Context {
        tenant: verify_email::tenant_of(secret)?,
        actor: Actor::User,
        now: app.now(),
        ip: peer::ip(request),
        user_agent: peer::user_agent(request),
        ids: app.ids.clone(),
        job: None,
    })
}
