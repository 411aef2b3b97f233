//! A typed wrapper round the browser session: who is signed in, the form token, and the notice for the next page.

use crate::app::Access;
use crate::model::Timestamp;
use crate::security::token;
use actix_session::{Session, SessionExt};
use actix_web::HttpRequest;
use serde::{Deserialize, Serialize};

/// Key of the operator's id in the session's state; the store reads it too.
pub(super) const OPERATOR: &str = "operator";
/// Key of where the operator may go; the store puts it there with every load.
pub(super) const ACCESS: &str = "access";
/// Key of when the operator last showed who they are; the store reads it too.
pub(super) const AUTHENTICATED: &str = "authenticated";
const CSRF: &str = "csrf";
const NOTICE: &str = "notice";
const SECRET: &str = "secret";

/// What the next page says about what was just done.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Notice {
    /// `good` or `bad`.
    pub kind: String,
    pub text: String,
    /// Where a form posts to that undoes it.
    pub undo: Option<String>,
}

/// The browser session of a request.
pub struct BrowserSession(Session);

impl BrowserSession {
    /// Of a request; it need not exist yet.
    pub fn of(request: &HttpRequest) -> Self {
        Self(request.get_session())
    }

    /// Id of the operator who is signed in.
    pub fn operator(&self) -> Option<String> {
        self.0.get(OPERATOR).ok().flatten()
    }

    /// Where the operator may go; none when they are gone.
    pub fn access(&self) -> Option<Access> {
        self.0.get(ACCESS).ok().flatten()
    }

    /// Signs an operator in, under a new session id and a new form token.
    pub fn sign_in(&self, operator: &str, now: Timestamp) -> Result<(), actix_session::SessionInsertError> {
        self.0.clear();
        self.0.insert(OPERATOR, operator)?;
        self.0.insert(CSRF, token::random())?;
        self.confirm(now)
    }

    /// Notes that the operator has shown who they are, under a new session id; open forms stay valid.
    pub fn confirm(&self, now: Timestamp) -> Result<(), actix_session::SessionInsertError> {
        self.0.renew();
        self.0.insert(AUTHENTICATED, now)
    }

    /// When the operator last showed who they are.
    pub fn authenticated_at(&self) -> Option<Timestamp> {
        self.0.get(AUTHENTICATED).ok().flatten()
    }

    /// Moves the session to a new id, for example when the tenant changes.
    pub fn renew(&self) {
        self.0.renew();
    }

    /// Ends the session.
    pub fn sign_out(&self) {
        self.0.purge();
    }

    /// The token its forms carry; none before sign-in.
    pub fn csrf(&self) -> Option<String> {
        self.0.get(CSRF).ok().flatten()
    }

    /// Leaves a notice for the next page.
    pub fn leave_notice(&self, notice: &Notice) {
        if let Err(error) = self.0.insert(NOTICE, notice) {
            tracing::warn!(%error, "a notice could not be kept");
        }
    }

    /// Takes the notice that was left; it is shown once.
    pub fn take_notice(&self) -> Option<Notice> {
        self.0.get(NOTICE).ok().flatten().inspect(|_: &Notice| {
            self.0.remove(NOTICE);
        })
    }

    /// Leaves a sealed secret for the page that shows it.
    pub fn leave_secret(&self, sealed: &str) {
        if let Err(error) = self.0.insert(SECRET, sealed) {
            tracing::warn!(%error, "a secret could not be kept for its page");
        }
    }

    /// The sealed secret that waits, without taking it.
    pub fn waiting_secret(&self) -> Option<String> {
        self.0.get(SECRET).ok().flatten()
    }

    /// Takes the sealed secret that was left; there is no second time.
    pub fn take_secret(&self) -> Option<String> {
        self.0.get(SECRET).ok().flatten().inspect(|_: &String| {
            self.0.remove(SECRET);
        })
    }
}
