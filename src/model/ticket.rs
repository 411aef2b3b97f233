//! A ticket: a single-use link in a mail. Only the hash of its secret is stored.

use super::Timestamp;
use super::tenant::TenantId;
use super::user::UserId;

/// Where a link stands, with whom it is for.
#[derive(Debug, Clone)]
pub enum LinkState<T> {
    /// It may be used.
    Ready(T),
    /// It has been used.
    Used(T),
    /// It is too old, was never made, was withdrawn, or was made for an address its owner no longer has.
    Gone,
}

impl<T> LinkState<T> {
    /// Whether it has been used, and whom it is for; none when it no longer works.
    pub fn into_parts(self) -> (bool, Option<T>) {
        match self {
            Self::Ready(whom) => (false, Some(whom)),
            Self::Used(whom) => (true, Some(whom)),
            Self::Gone => (false, None),
        }
    }
}

/// The tenant that a link's secret names; none when it is damaged.
pub fn tenant_of(secret: &str) -> Option<TenantId> {
    secret.split_once('.').and_then(|(tenant, _)| TenantId::parse(tenant).ok())
}

/// What a ticket is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TicketKind {
    VerifyEmail,
    ResetPassword,
}

impl TicketKind {
    /// The word in the database and in the outbox.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify_email",
            Self::ResetPassword => "reset_password",
        }
    }
}

/// A ticket as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticket {
    /// SHA-256 of the secret in the link, in hex.
    pub token_hash: String,
    pub kind: TicketKind,
    pub user_id: UserId,
    /// The address it was made for, empty for a user without one; the ticket is void once the user has another one.
    pub email: String,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub used_at: Option<Timestamp>,
    /// Where its page leads on to once it has been used.
    pub result_url: Option<String>,
    /// Whether choosing a password by it verifies the address too.
    pub verifies_email: bool,
}
