//! A mail in the outbox: written by a verb in its transaction, sent later.

use super::Timestamp;

/// A queued or sent mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    pub id: String,
    /// For example `verify_email`.
    pub kind: String,
    pub user_id: Option<String>,
    pub recipient: String,
    pub subject: String,
    pub body_text: String,
    pub body_html: String,
    pub created_at: Timestamp,
    pub sent_at: Option<Timestamp>,
    /// When it is to be tried next; none when it has left, or will not.
    pub due_at: Option<Timestamp>,
    /// How often it has been tried.
    pub attempts: i32,
    /// Why the last try failed.
    pub trouble: Option<String>,
}
