//! Tells a person that they may use the dashboard of a tenant, and how they get in.

use super::Message;
use crate::error::Result;
use askama::Template;

const KIND: &str = "operator_welcome";

/// What the message says.
#[derive(Debug, Clone, Copy)]
pub struct OperatorWelcome<'a> {
    /// Name of the tenant, as people know it.
    pub tenant: &'a str,
    /// How the person is addressed.
    pub name: &'a str,
    /// What they are there, in words.
    pub role: &'a str,
    /// Where they choose a password, or sign in with the one they have.
    pub link: &'a str,
    /// How many days the link works; 0 when it leads to the sign-in page and always does.
    pub days: i64,
}

#[derive(Template)]
#[template(path = "mail/operator_welcome/subject.txt")]
struct Subject<'a> {
    mail: OperatorWelcome<'a>,
}

#[derive(Template)]
#[template(path = "mail/operator_welcome/body.txt")]
struct Text<'a> {
    mail: OperatorWelcome<'a>,
}

#[derive(Template)]
#[template(path = "mail/operator_welcome/body.html")]
struct Html<'a> {
    mail: OperatorWelcome<'a>,
}

impl OperatorWelcome<'_> {
    /// The message.
    pub fn render(self) -> Result<Message> {
        Message::render(KIND, &Subject { mail: self }, &Text { mail: self }, &Html { mail: self })
    }
}
