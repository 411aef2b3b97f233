//! The link an operator was mailed: looked at as often as one likes, used once to choose a password.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::log_event::Actor;
use crate::model::operator::{OperatorTicket, Place};
use crate::model::ticket::LinkState;
use crate::security::token;
use crate::store::{Tx, operator_list, operator_sessions, operator_tickets, operators};

/// Looks at a link.
pub fn look(tx: &mut Tx, context: &Context, secret: &str) -> Result<LinkState<Place>> {
    let ticket = operator_tickets::find(tx, &context.tenant, &token::hash(secret))?;
    let Some(ticket) = ticket else { return Ok(LinkState::Gone) };
    match operator_list::find(tx, &context.tenant, &ticket.operator_id) {
        Ok(place) => Ok(judge(context, &ticket, place)),
        Err(Error::NotFound(_)) => Ok(LinkState::Gone),
        Err(other) => Err(other),
    }
}

fn judge(context: &Context, ticket: &OperatorTicket, place: Place) -> LinkState<Place> {
    match ticket.used_at {
        Some(_) => LinkState::Used(place),
        None if place.operator.email == ticket.email && context.now < ticket.expires_at => LinkState::Ready(place),
        None => LinkState::Gone,
    }
}

/// Sets the password the operator chose (Argon2id, made before the transaction), ends their sessions and withdraws
/// every other link. Safe to repeat: a used link changes nothing.
pub fn choose_password(tx: &mut Tx, context: &Context, secret: &str, hash: &str) -> Result<()> {
    let LinkState::Ready(place) = look(tx, context, secret)? else { return Ok(()) };
    if !operator_tickets::consume(tx, &context.tenant, &token::hash(secret), context.now)? {
        return Ok(());
    }
    let operator = place.operator;
    operators::set_password_hash(tx, &operator.id, hash)?;
    let ended = operator_sessions::delete_of_operator(tx, &operator.id)?;
    operator_tickets::withdraw(tx, None, &operator.id)?;
    let before = if place.has_password { "*****".into() } else { serde_json::Value::Null };
    let diff = vec![audit::change("password", before, "*****"), audit::change("sessions", ended, 0)];
    let description = format!("An operator chose a password: {}", operator.name);
    let actor = Actor::Operator { id: operator.id, name: operator.name };
    let acting = Context { actor, ..context.clone() };
    audit::record(tx, &acting, Entry { code: "sapi", description, user: None, diff })
}
