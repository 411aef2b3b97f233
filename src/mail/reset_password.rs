//! Brings a person the link with which they choose a new password.

use super::message::templates;

/// What the message says.
#[derive(Debug, Clone, Copy)]
pub struct ResetPassword<'a> {
    /// Name of the tenant, as people know it.
    pub tenant: &'a str,
    /// How the person is addressed.
    pub name: &'a str,
    /// Made from the public address and a ticket; works once.
    pub link: &'a str,
    /// How many days the link works.
    pub days: i64,
}

templates!(
    ResetPassword,
    "reset_password",
    "mail/reset_password/subject.txt",
    "mail/reset_password/body.txt",
    "mail/reset_password/body.html"
);
