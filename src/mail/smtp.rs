//! The way out of the outbox: a mail server that speaks SMTP.

use crate::model::mail::Mail;
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::response::{Category, Code, Severity};
use lettre::{Address, Message, SmtpTransport, Transport};
use std::time::Duration;

/// How long a mail server may take for each of its answers. Whoever gives up on a slow one too early gets the mail
/// delivered each time it is tried.
const PATIENCE: Duration = Duration::from_secs(60);

/// A mail server, and who the mails are from.
#[derive(Clone)]
pub struct Smtp {
    transport: SmtpTransport,
    from: Mailbox,
}

/// Why a mail did not leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    pub text: String,
    pub verdict: Verdict,
}

/// Whether trying again is of use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Of none: this mail will never leave.
    Final,
    /// This mail may leave later.
    Later,
    /// No mail leaves at the moment: the server cannot be reached, or will have nothing to do with us.
    Away,
}

impl Smtp {
    /// A server by its address (`smtp://user:password@host:587?tls=required`) and the sender's email address; the error is a
    /// sentence. Nothing is connected yet.
    pub fn new(url: &str, from: &str) -> Result<Self, String> {
        let transport = SmtpTransport::from_url(url).map_err(|e| in_words(&e))?.timeout(Some(PATIENCE)).build();
        let address: Address = from.parse().map_err(|_| format!("{from} is not an email address"))?;
        Ok(Self { transport, from: Mailbox::new(Some("Gatehouse".to_owned()), address) })
    }

    /// Hands a mail over.
    pub fn send(&self, mail: &Mail) -> Result<(), Refusal> {
        let message = compose(mail, &self.from).map_err(|text| Refusal { text, verdict: Verdict::Final })?;
        match self.transport.send(&message) {
            Ok(_) => Ok(()),
            // The server cannot take this kind of address; the next mail may be another one.
            Err(e) if e.is_client() => Err(Refusal { verdict: Verdict::Later, text: in_words(&e) }),
            Err(e) => Err(Refusal { verdict: verdict(e.status()), text: in_words(&e) }),
        }
    }
}

/// By the server's answer, if there was one. Only what it says about mail (`55x`) is about this mail: a wrong password
/// (`535`) or a closed house (`521`) is mended by somebody, and then all mails leave.
fn verdict(answer: Option<Code>) -> Verdict {
    match answer {
        Some(code) if code.severity == Severity::TransientNegativeCompletion => match code.category {
            Category::Connections | Category::Unspecified3 => Verdict::Away,
            _ => Verdict::Later,
        },
        Some(code) if code.category == Category::MailSystem => Verdict::Final,
        _ => Verdict::Away,
    }
}

/// The message as it goes over the wire. Its id stays the same from try to try, so that a mail that arrives twice is known
/// as one; a recipient that is more than one address is no recipient.
fn compose(mail: &Mail, from: &Mailbox) -> Result<Message, String> {
    let to: Address = mail.recipient.parse().map_err(|_| "The recipient is not an email address.".to_owned())?;
    Message::builder()
        .from(from.clone())
        .to(Mailbox::new(None, to))
        .subject(&mail.subject)
        .message_id(Some(format!("<{}@{}>", mail.id, from.email.domain())))
        .multipart(MultiPart::alternative_plain_html(mail.body_text.clone(), mail.body_html.clone()))
        .map_err(|e| e.to_string())
}

fn in_words(error: &SmtpError) -> String {
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        let text = inner.to_string();
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        cause = inner.source();
    }
    words.chars().filter(|c| !c.is_control()).take(300).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use lettre::transport::smtp::response::Detail;

    fn mail(recipient: &str, subject: &str) -> Mail {
        Mail {
            id: "mail_1".into(),
            kind: "verify_email".into(),
            user_id: None,
            recipient: recipient.into(),
            subject: subject.into(),
            body_text: "Text".into(),
            body_html: "<p>HTML</p>".into(),
            created_at: crate::model::Timestamp::default(),
            sent_at: None,
            due_at: None,
            attempts: 0,
            trouble: None,
        }
    }

    #[test]
    fn nothing_in_a_mail_becomes_a_header_of_its_own() {
        let from: Mailbox = "Gatehouse <users@house.example>".parse().unwrap();
        for recipient in
            ["a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example", "A <a@b.example>", "", "a b@c.d"]
        {
            assert!(compose(&mail(recipient, "Hello"), &from).is_err(), "{recipient}");
        }
        for subject in ["Hello\r\nBcc: c@d.example", "Hello\nBcc: c@d.example", "Hello\r\n\r\nBcc: c@d.example"] {
            let message = compose(&mail("a@b.example", subject), &from).unwrap();
            let text = String::from_utf8(message.formatted()).unwrap();
            let (head, _) = text.split_once("\r\n\r\n").unwrap();
            assert!(!head.lines().any(|line| line.to_lowercase().starts_with("bcc")), "{head}");
            assert_eq!(message.envelope().to().len(), 1);
            assert!(head.contains("Message-ID: <mail_1@house.example>"), "{head}");
        }
    }

    #[test]
    fn settings_that_name_no_server_are_refused() {
        assert!(Smtp::new("smtp://127.0.0.1:2525", "users@house.example").is_ok());
        assert!(Smtp::new("smtps://user:word@mail.example:465", "users@house.example").is_ok());
        assert!(Smtp::new("http://mail.example", "users@house.example").is_err());
        assert!(Smtp::new("smtp://mail.example", "users").is_err());
    }

    #[test]
    fn only_what_a_server_says_about_a_mail_is_final_for_it() {
        let of = |severity, category| verdict(Some(Code { severity, category, detail: Detail::Zero }));
        let (never, later) = (Severity::PermanentNegativeCompletion, Severity::TransientNegativeCompletion);
        assert_eq!(of(never, Category::MailSystem), Verdict::Final, "550: no such mailbox");
        assert_eq!(of(never, Category::Unspecified3), Verdict::Away, "535: the password is wrong");
        assert_eq!(of(never, Category::Connections), Verdict::Away, "521: takes no mail");
        assert_eq!(of(later, Category::MailSystem), Verdict::Later, "450: come back later with this one");
        assert_eq!(of(later, Category::Connections), Verdict::Away, "421: closing");
        assert_eq!(verdict(None), Verdict::Away, "no answer at all");
    }
}
