//! Mailing an operator the link with which they choose a password: the first one, or a new one.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::users::send_verification_email::Link;
use crate::mail::{self, Envelope, operator_welcome::OperatorWelcome, reset_password::ResetPassword};
use crate::model::operator::{OperatorTicket, Place};
use crate::security::token;
use crate::store::{Tx, operator_list, operator_tickets};
use chrono::TimeDelta;

/// How many days a link works.
pub const DAYS: i64 = 1;

/// Queues the mail; earlier links from this tenant stop working. The password itself stays as it is.
pub fn mail_link(tx: &mut Tx, context: &Context, id: &str, link: &Link) -> Result<Place> {
    let place = operator_list::find(tx, &context.tenant, id)?;
    if place.operator.is_demo {
        return Err(Error::field("", "The demo administrator signs in by one click and has no password."));
    }
    queue(tx, context, &place, link)?;
    let diff = vec![audit::change("mail", serde_json::Value::Null, place.operator.email.as_str())];
    let what = if place.has_password { "Mail an operator a reset link" } else { "Mail an operator an invitation" };
    let description = format!("{what}: {}", place.operator.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(place)
}

/// Puts the mail into the outbox and its ticket beside it.
pub(super) fn queue(tx: &mut Tx, context: &Context, place: &Place, link: &Link) -> Result<()> {
    let (tenant, operator) = (link.tenant_name.as_str(), &place.operator);
    let message = if place.has_password {
        ResetPassword { tenant: "Gatehouse", name: &operator.name, link: &link.url, days: DAYS }.render()?
    } else {
        let role = place.role.label();
        OperatorWelcome { tenant, name: &operator.name, role, link: &link.url, days: DAYS }.render()?
    };
    operator_tickets::withdraw(tx, Some(&context.tenant), &operator.id)?;
    let id = context.ids.prefixed("mail");
    let envelope = Envelope { tenant: &context.tenant, id, user: None, recipient: &operator.email, at: context.now };
    mail::queue(tx, envelope, message)?;
    let ticket = OperatorTicket {
        token_hash: token::hash(&link.secret),
        operator_id: operator.id.clone(),
        email: operator.email.clone(),
        created_at: context.now,
        expires_at: context.now + TimeDelta::days(DAYS),
        used_at: None,
    };
    operator_tickets::insert(tx, &context.tenant, &ticket)
}
