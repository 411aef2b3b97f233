//! The Outbox page and one mail of it.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::mail::Mail;
use crate::model::paging::{Page, Start};
use crate::store::{Tx, outbox};

pub use crate::store::outbox::key_of;

/// One page of mails, newest first.
pub fn list(tx: &mut Tx, context: &Context, size: usize, start: &Start) -> Result<Page<Mail>> {
    outbox::page(tx, &context.tenant, size, start)
}

/// A mail.
pub fn find(tx: &mut Tx, context: &Context, id: &str) -> Result<Mail> {
    outbox::find(tx, &context.tenant, id)
}
