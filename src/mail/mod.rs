//! Mails: rendered before the transaction, put into the outbox by a verb in its own transaction, sent later.
//! They leave through [`smtp`], where a mail server is set.
//!
//! To add one: a folder `templates/mail/<message>` with `subject.txt`, `body.txt` and `body.html`, and a file here that
//! fills them.

pub mod import_ended;
pub mod message;
pub mod operator_welcome;
pub mod reset_password;
pub mod smtp;
pub mod verify_email;

pub use message::Message;

use crate::error::Result;
use crate::model::Timestamp;
use crate::model::mail::Mail;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use crate::store::{Tx, outbox};

/// To whom and when a message goes.
#[derive(Debug, Clone)]
pub struct Envelope<'a> {
    pub tenant: &'a TenantId,
    /// Unique in the tenant.
    pub id: String,
    pub user: Option<&'a UserId>,
    /// An email address.
    pub recipient: &'a str,
    pub at: Timestamp,
}

/// Puts a message into the outbox. It is sent only if the transaction commits.
pub fn queue(tx: &mut Tx, envelope: Envelope, message: Message) -> Result<Mail> {
    let mail = Mail {
        id: envelope.id,
        kind: message.kind.to_owned(),
        user_id: envelope.user.map(|u| u.as_str().to_owned()),
        recipient: envelope.recipient.to_owned(),
        subject: message.subject,
        body_text: message.body_text,
        body_html: message.body_html,
        created_at: envelope.at,
        sent_at: None,
        due_at: Some(envelope.at),
        attempts: 0,
        trouble: None,
    };
    outbox::insert(tx, envelope.tenant, &mail)?;
    Ok(mail)
}
