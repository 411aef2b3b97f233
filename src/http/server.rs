//! The HTTP server: the same application for `main` and for the tests.

use super::hall::address::tell_mistakes;
use super::hall::errors::{render_errors, render_outage};
use super::hall::headers::security_headers;
use super::hall::request_log::request_log;
use super::hall::routing::Rights;
use super::hall::session_store::DatabaseSessions;
use super::routes;
use crate::app::App;
use crate::config::{Config, Tls};
use actix_session::SessionMiddleware;
use actix_session::config::{CookieContentSecurity, PersistentSession, SessionLifecycle};
use actix_web::body::MessageBody;
use actix_web::cookie::{Key, SameSite, time::Duration};
use actix_web::dev::{ServiceFactory, ServiceRequest, ServiceResponse};
use actix_web::middleware::{Compress, from_fn};
use actix_web::{HttpServer, web};
use std::net::TcpListener;

/// Seconds a running request may take to end after SIGTERM.
const DRAIN_SECONDS: u64 = 10;

/// Seconds an idle connection stays open: longer than proxies and programs keep theirs, so that none of them sends a
/// request into a connection that is just being closed.
const IDLE_SECONDS: u64 = 75;

/// The application as a service.
pub fn service(
    app: App,
) -> actix_web::App<
    impl ServiceFactory<
        ServiceRequest,
        Config = (),
        Response = ServiceResponse<impl MessageBody>,
        Error = actix_web::Error,
        InitError = (),
    >,
> {
    // A certificate of one's own making may be gone tomorrow: browsers are not to insist on it.
    let https = app.config.is_https() && app.config.tls != Some(Tls::Auto);
    let sessions = sessions(&app);
    let mut rights = Rights::of(&routes::dashboard());
    rights.add(&routes::own());
    actix_web::App::new()
        .app_data(web::Data::new(app))
        .app_data(web::Data::new(rights))
        .configure(|config| routes::configure(config, &sessions))
        .wrap(from_fn(tell_mistakes))
        .wrap(from_fn(render_errors))
        .wrap(from_fn(render_outage))
        .wrap(Compress::default())
        .wrap(security_headers(https))
        .wrap(from_fn(request_log))
}

fn sessions(app: &App) -> routes::Sessions {
    let key = Key::derive_from(app.signer.sign("cookies", "session").repeat(2).as_bytes());
    let life = PersistentSession::default().session_ttl(Duration::hours(12));
    SessionMiddleware::builder(DatabaseSessions::new(app.clone()), key)
        .cookie_name(cookie_name(&app.config).to_owned())
        .cookie_secure(app.config.is_https())
        .cookie_http_only(true)
        .cookie_same_site(SameSite::Lax)
        .cookie_path("/".to_owned())
        .cookie_content_security(CookieContentSecurity::Signed)
        .session_lifecycle(SessionLifecycle::PersistentSession(life))
        .build()
}

/// The session cookie: with the `__Host-` prefix on https, which plain http on localhost cannot have.
pub fn cookie_name(config: &Config) -> &'static str {
    if config.is_https() { "__Host-gatehouse" } else { "gatehouse" }
}

/// Serves until SIGTERM or SIGINT, then lets running requests end; by https where there is a certificate.
pub async fn run(app: App, listener: TcpListener, tls: Option<rustls::ServerConfig>) -> std::io::Result<()> {
    let workers = app.config.workers;
    let server = HttpServer::new(move || service(app.clone()))
        .workers(workers)
        .keep_alive(std::time::Duration::from_secs(IDLE_SECONDS))
        .shutdown_timeout(DRAIN_SECONDS)
        .client_request_timeout(std::time::Duration::from_secs(15));
    match tls {
        Some(tls) => server.listen_rustls_0_23(listener, tls)?,
        None => server.listen(listener)?,
    }
    .run()
    .await
}
