//! A reset link: mailed on an operator's request, and used by the user to choose a new password.

use super::change_password::{self, NewPassword};
use super::send_verification_email::{DAYS, Link, mail_ticket};
use super::verify_email::{self, UserLink};
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::mail::reset_password::ResetPassword;
use crate::model::connection::Connection;
use crate::model::ticket::{LinkState, TicketKind};
use crate::model::user::{User, UserId};
use crate::security::token;
use crate::store::{Tx, connections, tickets, users};

/// Queues the mail; earlier links stop working. The password itself stays as it is.
pub fn send_reset_link(tx: &mut Tx, context: &Context, id: &UserId, link: &Link) -> Result<User> {
    let user = users::find_for_update(tx, &context.tenant, id)?;
    if !connections::by_name(tx, &context.tenant, &user.connection)?.keeps_passwords() {
        return Err(Error::field("how", "Passwords of this connection are kept elsewhere."));
    }
    if user.email.is_none() {
        return Err(Error::field("how", "The user has no email address."));
    }
    let message = |_: &str| {
        let name = user.display_name();
        ResetPassword { tenant: &link.tenant_name, name, link: &link.url, days: DAYS }.render()
    };
    mail_ticket(tx, context, &user, TicketKind::ResetPassword, link, message)?;
    let diff = vec![audit::change("reset_mail", serde_json::Value::Null, user.email.clone())];
    let description = "Change Password Request".into();
    audit::record(tx, context, Entry { code: "scpr", description, user: Some(&user), diff })?;
    Ok(user)
}

/// Looks at a link, and says what the new password must be like.
pub fn look(tx: &mut Tx, context: &Context, secret: &str) -> Result<(UserLink, Option<Connection>)> {
    let state = verify_email::state(tx, context, TicketKind::ResetPassword, secret)?;
    let connection = match &state {
        LinkState::Ready(user) => Some(connections::by_name(tx, &context.tenant, &user.connection)?),
        _ => None,
    };
    Ok((state, connection))
}

/// Sets the password the user chose (Argon2id, made before the transaction). Safe to repeat: a used link changes nothing.
pub fn reset_password(tx: &mut Tx, context: &Context, secret: &str, hash: &str) -> Result<UserLink> {
    let found = verify_email::take(tx, context, TicketKind::ResetPassword, secret)?;
    let LinkState::Ready(user) = found else { return Ok(found) };
    let new = NewPassword { hash: hash.to_owned(), must_change: false };
    change_password::change_password(tx, context, &user.id, &new)?;
    let mut user = users::find_for_update(tx, &context.tenant, &user.id)?;
    let ticket = tickets::find(tx, &context.tenant, &token::hash(secret), TicketKind::ResetPassword)?;
    if ticket.is_some_and(|ticket| ticket.verifies_email) {
        verify_email::mark(tx, context, &mut user)?;
    }
    Ok(LinkState::Used(Box::new(user)))
}
