//! Queueing a mail to a user, in the verb's own transaction.

use crate::error::Result;
use crate::features::context::Context;
use crate::mail::{self, Envelope, Message};
use crate::model::mail::Mail;
use crate::model::user::UserId;
use crate::store::Tx;

/// Puts a rendered message into the outbox; who, where and when come from the [`Context`].
pub fn queue(tx: &mut Tx, context: &Context, user: Option<&UserId>, recipient: &str, message: Message) -> Result<Mail> {
    let id = context.ids.prefixed("mail");
    mail::queue(tx, Envelope { tenant: &context.tenant, id, user, recipient, at: context.now }, message)
}
