//! A link of the kinds that are mailed, handed to a program instead, which sends it itself.

use super::send_verification_email::Link;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::iso;
use crate::model::ticket::{Ticket, TicketKind};
use crate::model::user::{User, UserId};
use crate::security::token;
use crate::store::further::Thing;
use crate::store::{Tx, applications, connections, further, tickets, users};
use chrono::TimeDelta;
use serde_json::Value;

/// How long a link is good unless somebody says, in seconds: five days.
pub const USUAL: i64 = 432_000;
/// At most so long: ten years.
const LONGEST: i64 = 315_360_000;

/// What a link is to be like.
#[derive(Debug, Clone)]
pub struct Order {
    pub kind: TicketKind,
    /// In seconds; the usual time for 0.
    pub lifetime: i64,
    /// Where its page leads on to.
    pub result_url: Option<String>,
    /// Whether choosing a password verifies the address too.
    pub verifies_email: bool,
}

/// Makes the link good. Links that are good already stay so.
pub fn issue(tx: &mut Tx, context: &Context, id: &UserId, link: &Link, order: &Order) -> Result<User> {
    let user = users::find_for_update(tx, &context.tenant, id)?;
    let connection = connections::by_name(tx, &context.tenant, &user.connection)?;
    let (refused, description) = match order.kind {
        TicketKind::VerifyEmail => (
            connection
                .verification_locked()
                .or_else(|| user.email.is_none().then(|| "The user has no email address.".into())),
            "Create an email verification ticket",
        ),
        TicketKind::ResetPassword => (
            (!connection.keeps_passwords()).then(|| "Passwords of this connection are kept elsewhere.".to_owned()),
            "Create a password change ticket",
        ),
    };
    if let Some(why) = refused {
        return Err(Error::unsupported("user_id", why));
    }
    let lifetime = if order.lifetime == 0 { USUAL } else { order.lifetime.min(LONGEST) };
    let ticket = Ticket {
        token_hash: token::hash(&link.secret),
        kind: order.kind,
        user_id: user.id.clone(),
        email: user.email.clone().unwrap_or_default(),
        created_at: context.now,
        expires_at: context.now + TimeDelta::seconds(lifetime),
        used_at: None,
        result_url: order.result_url.clone(),
        verifies_email: order.verifies_email,
    };
    tickets::insert(tx, &context.tenant, &ticket)?;
    let diff = vec![audit::change("ticket_expires_at", Value::Null, iso(ticket.expires_at))];
    audit::record(tx, context, Entry { code: "sapi", description: description.into(), user: Some(&user), diff })?;
    Ok(user)
}

/// Where people go to sign in to an application, if one is named and has said so: the page of a link leads on there.
pub fn login_page(tx: &mut Tx, context: &Context, client_id: Option<&str>) -> Result<Option<String>> {
    let Some(client_id) = client_id else { return Ok(None) };
    applications::find(tx, &context.tenant, client_id)?;
    let further = further::of(tx, &context.tenant, Thing::Application, client_id)?;
    let address = further.get("initiate_login_uri").and_then(Value::as_str);
    // Programs write what they like there, and the page makes a link of it.
    let is_web = |address: &&str| address.starts_with("https://") || address.starts_with("http://");
    Ok(address.filter(is_web).map(str::to_owned))
}

/// The user of a database who has an email address.
pub fn whose(tx: &mut Tx, context: &Context, connection: &str, email: &str) -> Result<UserId> {
    let connection = connections::find(tx, &context.tenant, connection)?;
    let found = users::with_email(tx, &context.tenant, &email.to_lowercase())?;
    let user = found.into_iter().find(|user| user.connection == connection.name);
    user.map(|user| user.id).ok_or(Error::NotFound("user"))
}
