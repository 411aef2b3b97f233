//! Forms of pages that need no sign-in: protected by a random cookie and its signature in the form, since there is no
//! session.

use super::errors::PageError;
use super::forms::{self, Fields};
use super::guard;
use crate::app::App;
use crate::error::Error;
use crate::security::token;
use actix_web::cookie::{Cookie, SameSite};
use actix_web::{HttpRequest, HttpResponse};

/// Length of a nonce made by [`token::random`].
const NONCE: usize = 43;

/// The forms of one address.
pub struct OpenForm {
    pub cookie: &'static str,
    /// The address; the cookie goes nowhere else.
    pub path: &'static str,
}

impl OpenForm {
    /// The nonce of this browser, old or new.
    pub fn nonce(&self, request: &HttpRequest) -> String {
        let old = request.cookie(self.cookie).map(|c| c.value().to_owned()).filter(|n| n.len() == NONCE);
        old.unwrap_or_else(token::random)
    }

    /// What the form carries as `_csrf`.
    pub fn token(&self, app: &App, nonce: &str) -> String {
        app.signer.sign(self.cookie, nonce)
    }

    /// Gives the browser its nonce.
    pub fn remember(&self, app: &App, answer: &mut HttpResponse, nonce: String) -> Result<(), PageError> {
        let cookie = Cookie::build(self.cookie, nonce)
            .path(self.path)
            .http_only(true)
            .secure(app.config.is_https())
            .same_site(SameSite::Lax)
            .finish();
        Ok(answer.add_cookie(&cookie).map_err(Error::internal)?)
    }

    /// Reads a form that came from this page in this browser; any other is refused.
    pub fn accept(&self, app: &App, request: &HttpRequest, body: &[u8]) -> Result<Fields, PageError> {
        guard::same_origin(request)?;
        let fields = forms::parse(request, body)?;
        let nonce = request.cookie(self.cookie).map(|c| c.value().to_owned()).unwrap_or_default();
        let right = !nonce.is_empty() && app.signer.verify(self.cookie, &nonce, fields.text("_csrf"));
        if right { Ok(fields) } else { Err(guard::stale_form()) }
    }
}
