//! Send Verification Email: queues a mail with a link that verifies the user's address, once, within a day.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::mail::verify_email::VerifyEmail;
use crate::mail::{self, Envelope, Message};
use crate::model::tenant::TenantId;
use crate::model::ticket::{Ticket, TicketKind};
use crate::model::user::{User, UserId};
use crate::security::token;
use crate::store::{Tx, connections, tickets, users};
use chrono::TimeDelta;

/// How many days a link works.
pub const DAYS: i64 = 1;

/// A link in the making: its secret, and the address the edge makes of it.
#[derive(Clone)]
pub struct Link {
    /// What the address carries; only its hash is stored.
    pub secret: String,
    pub url: String,
    /// Name of the tenant, as people know it.
    pub tenant_name: String,
    /// Where its page leads on to; nowhere for most.
    pub leads_to: Option<String>,
}

impl Link {
    /// A fresh one. The secret begins with the tenant's short name, since the address names no tenant otherwise.
    pub fn new(tenant: &TenantId, tenant_name: &str, url: impl Fn(&str) -> String) -> Self {
        let secret = format!("{tenant}.{}", token::random());
        Self { url: url(&secret), secret, tenant_name: tenant_name.to_owned(), leads_to: None }
    }
}

/// Queues the mail; earlier links stop working. A verified user, or one without an address, is refused.
pub fn send_verification_email(tx: &mut Tx, context: &Context, id: &UserId, link: &Link) -> Result<User> {
    let user = users::find_for_update(tx, &context.tenant, id)?;
    if user.email_verified {
        return Err(Error::field("email", "The email address is verified already."));
    }
    if let Some(why) = connections::by_name(tx, &context.tenant, &user.connection)?.verification_locked() {
        return Err(Error::field("email", why));
    }
    queue(tx, context, &user, link)?;
    let diff = vec![audit::change("verification_mail", serde_json::Value::Null, user.email.clone())];
    let description = "Send Verification Email".into();
    audit::record(tx, context, Entry { code: "svr", description, user: Some(&user), diff })?;
    Ok(user)
}

/// Puts the mail into the outbox and its ticket beside it.
pub(super) fn queue(tx: &mut Tx, context: &Context, user: &User, link: &Link) -> Result<()> {
    let message = |email: &str| {
        let name = user.display_name();
        VerifyEmail { tenant: &link.tenant_name, name, email, link: &link.url, days: DAYS }.render()
    };
    mail_ticket(tx, context, user, TicketKind::VerifyEmail, link, message)
}

/// Mails a ticket of any kind, and withdraws the user's earlier ones of that kind.
pub(super) fn mail_ticket(
    tx: &mut Tx,
    context: &Context,
    user: &User,
    kind: TicketKind,
    link: &Link,
    message: impl Fn(&str) -> Result<Message>,
) -> Result<()> {
    let email = user.email.clone().ok_or_else(|| Error::field("email", "The user has no email address."))?;
    tickets::withdraw(tx, &context.tenant, &user.id, kind)?;
    let message = message(&email)?;
    let envelope = Envelope {
        tenant: &context.tenant,
        id: context.ids.prefixed("mail"),
        user: Some(&user.id),
        recipient: &email,
        at: context.now,
    };
    mail::queue(tx, envelope, message)?;
    let ticket = Ticket {
        token_hash: token::hash(&link.secret),
        kind,
        user_id: user.id.clone(),
        email: email.clone(),
        created_at: context.now,
        expires_at: context.now + TimeDelta::days(DAYS),
        used_at: None,
        result_url: link.leads_to.clone(),
        verifies_email: false,
    };
    tickets::insert(tx, &context.tenant, &ticket)
}
