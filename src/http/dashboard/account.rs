//! The operator's own page: who they are, where they are signed in, signing out, the theme, the clock.

use crate::app::App;
use crate::error::{Error, FieldErrors};
use crate::features::operators::{choose_time_zone, sessions};
use crate::http::hall::chrome::{Chrome, Visitor};
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::session::BrowserSession;
use crate::http::hall::shown::{Clock, When};
use crate::http::urls;
use crate::model::time_zone::TimeZone;
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
    /// Whether they have a place in others too.
    more_tenants: bool,
    sessions: Vec<SessionRow>,
    /// Whether others are open too.
    more_sessions: bool,
    sign_out_everywhere: &'static str,
    zone: Zone,
}

/// The form of the time zone.
struct Zone {
    action: &'static str,
    /// As typed.
    typed: String,
    /// What its clocks show.
    now: When,
    names: Vec<&'static str>,
    errors: FieldErrors,
}

struct SessionRow {
    started: When,
    last_seen: When,
}

/// Shows it.
pub async fn page(app: web::Data<App>, request: HttpRequest) -> PageResult {
    let zone = Visitor::of(&request)?.operator.time_zone;
    render::page(&build(&app, &request, zone.name().to_owned(), FieldErrors::default()).await?)
}

async fn build(app: &App, request: &HttpRequest, typed: String, errors: FieldErrors) -> Result<Page, PageError> {
    let visitor = Visitor::of(request)?;
    let (id, now) = (visitor.operator.id.clone(), app.now());
    let (open, more_sessions) = app.read(move |tx| sessions::open(tx, &id, now)).await?;
    let clock = Clock { now, zone: visitor.operator.time_zone };
    let row = |s: sessions::OpenSession| SessionRow {
        started: When::at(s.started, clock),
        last_seen: When::at(s.last_seen, clock),
    };
    Ok(Page {
        name: visitor.operator.name.clone(),
        email: visitor.operator.email.clone(),
        tenants: visitor.tenants.iter().map(|(t, r)| (t.name.clone(), r.label())).collect(),
        more_tenants: visitor.tenants_cut_at.is_some(),
        more_sessions,
        sessions: open.into_iter().map(row).collect(),
        sign_out_everywhere: urls::SIGN_OUT_EVERYWHERE,
        zone: Zone {
            action: urls::TIME_ZONE,
            typed,
            now: When::at(now, clock),
            names: TimeZone::names().collect(),
            errors,
        },
        chrome: Chrome::of(request),
    })
}

/// Chooses the clock by which times are shown.
pub async fn time_zone(app: web::Data<App>, request: HttpRequest, fields: Fields) -> PageResult {
    let typed = fields.text("time_zone").trim();
    let Some(zone) = TimeZone::parse(typed) else {
        let errors = FieldErrors::one("time_zone", "Choose a time zone of the list, for example Europe/Berlin.");
        return render::invalid(&build(&app, &request, typed.to_owned(), errors).await?);
    };
    let id = Visitor::of(&request)?.operator.id;
    app.write(move |tx| choose_time_zone::choose_time_zone(tx, &id, zone)).await?;
    render::done(&request, urls::ACCOUNT, format!("Times are shown in {}.", zone.name()))
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
