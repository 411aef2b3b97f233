//! A secret on its way from the form that made it to the page that shows it once: it waits in the session, sealed, and
//! is gone with the first look. So a reload asks for a page and makes no further secret.

use super::render::{self, PageResult};
use super::session::BrowserSession;
use crate::app::App;
use crate::error::Result;
use crate::security::seal::Sealer;
use actix_web::HttpRequest;

/// 303 to the page that shows the secret.
pub fn send(app: &App, request: &HttpRequest, url: String, secret: &str) -> PageResult {
    keep(app, request, &url, secret)?;
    render::see_other(url)
}

/// Leaves a secret for the page of an address, which will take it.
pub fn keep(app: &App, request: &HttpRequest, url: &str, secret: &str) -> Result<()> {
    BrowserSession::of(request).leave_secret(&Sealer::new(&app.signer).seal(url, secret)?);
    Ok(())
}

/// Whether a secret waits for the page of an address.
pub fn waits(app: &App, request: &HttpRequest, url: &str) -> bool {
    let sealed = BrowserSession::of(request).waiting_secret();
    sealed.is_some_and(|sealed| Sealer::new(&app.signer).open(url, &sealed).is_ok())
}

/// The secret for the page of an address; none when it has been shown.
pub fn take(app: &App, request: &HttpRequest, url: &str) -> Option<String> {
    BrowserSession::of(request).take_secret().and_then(|sealed| Sealer::new(&app.signer).open(url, &sealed).ok())
}
