//! What the pages behind mailed links have in common. Looking at one changes nothing, since mail programs open links by
//! themselves; its form does, once.

use crate::app::App;
use crate::error::FieldErrors;
use crate::features::context::Context;
use crate::http::hall::forms::Fields;
use crate::http::hall::open_form::OpenForm;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::{host, peer};
use crate::http::urls;
use crate::model::log_event::Actor;
use crate::model::ticket;
use actix_web::http::StatusCode;
use actix_web::{HttpRequest, web};
use askama::Template;

/// The query of a mailed link.
pub type Pairs = web::Query<Vec<(String, String)>>;

/// A link that somebody follows.
pub(super) struct Followed {
    pub secret: String,
    /// The person themself acts, in the tenant the link names; none when the link is damaged.
    pub acting: Option<Context>,
}

impl Followed {
    /// By its address.
    pub fn of_query(app: &App, request: &HttpRequest, query: &Pairs) -> Self {
        let secret = query.iter().find(|(name, _)| name == "ticket").map(|(_, v)| v.clone());
        Self::new(app, request, secret.unwrap_or_default())
    }

    /// By the form on its page.
    pub fn of_form(app: &App, request: &HttpRequest, fields: &Fields) -> Self {
        Self::new(app, request, fields.text("ticket").to_owned())
    }

    fn new(app: &App, request: &HttpRequest, secret: String) -> Self {
        let acting = ticket::tenant_of(&secret).map(|tenant| Context {
            tenant,
            actor: Actor::User,
            now: app.now(),
            ip: peer::ip(request),
            user_agent: peer::user_agent(request),
            hostname: Some(host::name(request, app)),
            ids: app.ids.clone(),
            job: None,
            gathered: Default::default(),
        });
        Self { secret, acting }
    }
}

/// Shows the form, or what became of the link: `page` is made with the form's token.
pub(super) fn show<T: Template>(
    app: &App,
    request: &HttpRequest,
    form: &OpenForm,
    (is_known, errors): (bool, &FieldErrors),
    page: impl FnOnce(String) -> T,
) -> PageResult {
    let status = match (is_known, errors.is_empty()) {
        (false, _) => StatusCode::GONE,
        (true, true) => StatusCode::OK,
        (true, false) => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let nonce = form.nonce(request);
    let mut answer = render::with_status(status, &page(form.token(app, &nonce)))?;
    form.remember(app, &mut answer, nonce)?;
    Ok(answer)
}

/// Back to the link's page, which says what became of it.
pub(super) fn done(form: &OpenForm, secret: &str) -> PageResult {
    render::see_other(urls::ticket(form.path, secret))
}
