//! The outbox: the mails of a tenant and what became of them. Development mode shows their texts as well.

pub mod list;
pub mod show;

use crate::model::mail::Mail;

/// What became of a mail so far, as a badge, and the trouble it had.
struct State {
    kind: &'static str,
    icon: &'static str,
    text: &'static str,
    trouble: String,
}

impl State {
    fn of(mail: &Mail, leaves: bool) -> Self {
        let trouble = mail.trouble.clone().unwrap_or_default();
        let (kind, icon, text) = match (mail.sent_at, mail.due_at) {
            (Some(_), _) => ("good", "check", "Sent"),
            (None, Some(_)) if !leaves => ("", "clock", "Kept here"),
            (None, Some(_)) if trouble.is_empty() => ("", "clock", "On its way"),
            (None, Some(_)) => ("warn", "clock", "Will be tried again"),
            // Queued by a release that sent nothing.
            (None, None) if trouble.is_empty() => ("", "clock", "Kept here"),
            (None, None) => ("bad", "circle-x", "Not sent"),
        };
        Self { kind, icon, text, trouble }
    }
}
