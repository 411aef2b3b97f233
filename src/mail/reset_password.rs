//! Brings a person the link with which they choose a new password.

use super::Message;
use crate::error::Result;
use askama::Template;

const KIND: &str = "reset_password";

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

#[derive(Template)]
#[template(path = "mail/reset_password/subject.txt")]
struct Subject<'a> {
    mail: ResetPassword<'a>,
}

#[derive(Template)]
#[template(path = "mail/reset_password/body.txt")]
struct Text<'a> {
    mail: ResetPassword<'a>,
}

#[derive(Template)]
#[template(path = "mail/reset_password/body.html")]
struct Html<'a> {
    mail: ResetPassword<'a>,
}

impl ResetPassword<'_> {
    /// The message.
    pub fn render(self) -> Result<Message> {
        Message::render(KIND, &Subject { mail: self }, &Text { mail: self }, &Html { mail: self })
    }
}
