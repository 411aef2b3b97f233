//! The operator's own page: who they are, where they are signed in, signing out, the theme.

use crate::app::App;
use crate::error::Error;
use crate::features::operators::sessions;
use crate::http::hall::chrome::{Chrome, Visitor};
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::session::BrowserSession;
use crate::http::hall::shown::When;
use crate::http::urls;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, web};
use askama::Template;

#[derive(Template)]
#[template(path = "account.html")]
struct Page {
    chrome: Chrome,
    name: String,
    email: String,
    tenants: Vec<(String, &'static str)>,
    sessions: Vec<SessionRow>,
    sign_out_everywhere: &'static str,
}

struct SessionRow {
    started: When,
    last_seen: When,
}

/// Shows it.
pub async fn page(app: web::Data<App>, request: HttpRequest, chrome: Chrome) -> PageResult {
    let visitor = Visitor::of(&request)?;
    let (id, now) = (visitor.operator.id.clone(), app.now());
    let open = app.read(move |tx| sessions::open(tx, &id, now)).await?;
    let row = |s: sessions::OpenSession| SessionRow {
        started: When::at(s.started, now),
        last_seen: When::at(s.last_seen, now),
    };
    render::page(&Page {
        name: visitor.operator.name.clone(),
        email: visitor.operator.email.clone(),
        tenants: visitor.tenants.iter().map(|(t, r)| (t.name.clone(), r.label())).collect(),
        sessions: open.into_iter().map(row).collect(),
        sign_out_everywhere: urls::SIGN_OUT_EVERYWHERE,
        chrome,
    })
}

/// Ends this session.
pub async fn sign_out(request: HttpRequest) -> PageResult {
    BrowserSession::of(&request).sign_out();
    render::see_other(urls::SIGN_IN)
}

/// Ends all sessions of the operator, this one too.
pub async fn sign_out_everywhere(app: web::Data<App>, request: HttpRequest) -> PageResult {
    let id = Visitor::of(&request)?.operator.id;
    app.write(move |tx| sessions::end_all(tx, &id)).await?;
    BrowserSession::of(&request).sign_out();
    render::see_other(urls::SIGN_IN)
}

/// Pins the theme, or lets it follow the system again.
pub async fn theme(app: web::Data<App>, request: HttpRequest, fields: Fields) -> PageResult {
    let theme = match fields.text("theme") {
        known @ ("light" | "dark") => known,
        _ => "system",
    };
    let back = request.headers().get("Referer").and_then(|v| v.to_str().ok()).and_then(|v| url::Url::parse(v).ok());
    let back = back.map_or_else(
        || urls::ACCOUNT.to_owned(),
        |u| u.path().to_owned() + &u.query().map(|q| format!("?{q}")).unwrap_or_default(),
    );
    let mut answer = render::see_other(if back.starts_with("//") { urls::ACCOUNT.to_owned() } else { back })?;
    let cookie = Cookie::build("gatehouse_theme", theme)
        .path("/")
        .http_only(true)
        .secure(app.config.is_https())
        .same_site(SameSite::Lax)
        .permanent()
        .finish();
    answer.add_cookie(&cookie).map_err(Error::internal)?;
    Ok(answer)
}
