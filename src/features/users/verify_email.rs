//! The link of a verification mail: looked at as often as one likes, used once.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::ticket::{LinkState, Ticket, TicketKind};
use crate::model::user::User;
use crate::security::token;
use crate::store::{Tx, tickets, users};

/// Where a user's link stands.
pub type UserLink = LinkState<Box<User>>;

/// Looks at a link of a kind.
pub fn state(tx: &mut Tx, context: &Context, kind: TicketKind, secret: &str) -> Result<UserLink> {
    Ok(match tickets::find(tx, &context.tenant, &token::hash(secret), kind)? {
        Some(ticket) => judge(context, &ticket, users::find(tx, &context.tenant, &ticket.user_id)?),
        None => LinkState::Gone,
    })
}

/// Where the page of a link leads on to; nowhere for most.
pub fn leads_to(tx: &mut Tx, context: &Context, kind: TicketKind, secret: &str) -> Result<Option<String>> {
    Ok(tickets::find(tx, &context.tenant, &token::hash(secret), kind)?.and_then(|ticket| ticket.result_url))
}

fn judge(context: &Context, ticket: &Ticket, user: User) -> UserLink {
    let theirs = user.email.as_deref().unwrap_or_default() == ticket.email;
    match ticket.used_at {
        Some(_) => LinkState::Used(Box::new(user)),
        None if theirs && context.now < ticket.expires_at => LinkState::Ready(Box::new(user)),
        None => LinkState::Gone,
    }
}

/// Uses a link up, if it may be used; the caller then does what it is for, in the same transaction.
pub(super) fn take(tx: &mut Tx, context: &Context, kind: TicketKind, secret: &str) -> Result<UserLink> {
    let hash = token::hash(secret);
    let Some(ticket) = tickets::find(tx, &context.tenant, &hash, kind)? else { return Ok(LinkState::Gone) };
    let user = users::find_for_update(tx, &context.tenant, &ticket.user_id)?;
    let found = judge(context, &ticket, user);
    match found {
        LinkState::Ready(user) if !tickets::consume(tx, &context.tenant, &hash, context.now)? => {
            Ok(LinkState::Used(user))
        }
        other => Ok(other),
    }
}

/// Verifies the address a link was mailed to. Safe to repeat: a used link changes nothing.
pub fn verify_email(tx: &mut Tx, context: &Context, secret: &str) -> Result<UserLink> {
    let found = take(tx, context, TicketKind::VerifyEmail, secret)?;
    let LinkState::Ready(mut user) = found else { return Ok(found) };
    mark(tx, context, &mut user)?;
    Ok(LinkState::Used(user))
}

/// Notes that a user has shown that the address is theirs.
pub(super) fn mark(tx: &mut Tx, context: &Context, user: &mut User) -> Result<()> {
    if user.email_verified || user.email.is_none() {
        return Ok(());
    }
    user.email_verified = true;
    user.updated_at = context.now;
    users::update(tx, &context.tenant, user)?;
    let diff = vec![audit::change("email_verified", false, true)];
    audit::record(tx, context, Entry { code: "sv", description: "Verify Email".into(), user: Some(user), diff })
}
