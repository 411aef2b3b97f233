//! A ticket: a single-use link in a mail. Only the hash of its secret is stored.

use super::Timestamp;
use super::user::UserId;

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
