//! Asks a person to confirm that an email address is theirs.

use super::message::templates;

/// What the message says.
#[derive(Debug, Clone, Copy)]
pub struct VerifyEmail<'a> {
    /// Name of the tenant, as people know it.
    pub tenant: &'a str,
    /// How the person is addressed.
    pub name: &'a str,
    pub email: &'a str,
    /// Made from the public address and a ticket; works once.
    pub link: &'a str,
    /// How many days the link works.
    pub days: i64,
}

templates!(
    VerifyEmail,
    "verify_email",
    "mail/verify_email/subject.txt",
    "mail/verify_email/body.txt",
    "mail/verify_email/body.html"
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_link_is_in_both_bodies_and_markup_in_names_is_text() {
        let link = "http://127.0.0.1:7700/tickets/abc";
        let mail = VerifyEmail { tenant: "Northwind", name: "<b>O'Brien</b>", email: "o@b.example", link, days: 5 };
        let message = mail.render().unwrap();
        assert_eq!(message.subject, "Verify your email address for Northwind");
        assert!(message.body_text.contains(link) && message.body_html.contains(&format!("href=\"{link}\"")));
        assert!(message.body_text.contains("<b>O'Brien</b>") && !message.body_html.contains("<b>O"));
    }
}
