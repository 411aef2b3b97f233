//! Inviting somebody to the tenant: they choose a password through a mailed link, unless they have one already.

use super::mail_link;
use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::users::send_verification_email::Link;
use crate::mail::{self, Envelope, operator_welcome::OperatorWelcome};
use crate::model::email_address::EmailAddress;
use crate::model::operator::{Operator, OperatorRole};
use crate::model::time_zone::TimeZone;
use crate::store::{Tx, operator_list, operators};

/// Longest name of an operator, in characters.
pub const MAX_NAME: usize = 150;

/// Who is invited, checked.
#[derive(Clone)]
pub struct Invitation {
    pub email: EmailAddress,
    pub name: String,
    pub role: OperatorRole,
}

/// Reads an invitation and names every mistake. Without a name, the part of the address before the @ stands for one.
pub fn check(email: &str, name: &str, role: &str) -> Result<Invitation, FieldErrors> {
    let mut errors = FieldErrors::default();
    let email = errors.keep(EmailAddress::parse(email)).map(|e| e.lower_cased());
    let name = name.trim();
    if name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        errors.push("name", format!("Use at most {MAX_NAME} characters on one line."));
    }
    let role = OperatorRole::parse(role);
    if role.is_none() {
        errors.push("role", "Choose a role.");
    }
    errors.clone().into_result()?;
    let (Some(email), Some(role)) = (email, role) else { return Err(errors) };
    let name = if name.is_empty() { email.local_part().to_owned() } else { name.to_owned() };
    Ok(Invitation { email, name, role })
}

/// Gives somebody a place in the tenant and mails them the way in. Whoever is an operator elsewhere keeps name and
/// password, and is only told.
pub fn invite(tx: &mut Tx, context: &Context, invitation: &Invitation, link: &Link, sign_in: &str) -> Result<Operator> {
    let email = invitation.email.as_str();
    let known = operators::by_email(tx, email)?.map(|(operator, _)| operator);
    let operator = match known {
        Some(operator) if is_here(tx, context, &operator)? => {
            return Err(Error::field("email", format!("{} is an operator of this tenant already.", operator.name)));
        }
        Some(operator) => operator,
        None => {
            let (id, name) = (context.ids.prefixed("op"), invitation.name.clone());
            let (email, created_at, time_zone) = (email.to_owned(), context.now, TimeZone::UTC);
            let new = Operator { id, email, name, is_demo: false, created_at, time_zone };
            operators::insert(tx, &new, None)?;
            new
        }
    };
    operators::set_membership(tx, &operator.id, &context.tenant, invitation.role)?;
    let place = operator_list::find(tx, &context.tenant, &operator.id)?;
    if place.can_sign_in() {
        welcome(tx, context, &operator, invitation.role, &link.tenant_name, sign_in)?;
    } else {
        mail_link::queue(tx, context, &place, link)?;
    }
    let diff = vec![
        audit::change("operator", serde_json::Value::Null, email),
        audit::change("role", serde_json::Value::Null, invitation.role.as_str()),
    ];
    let description = format!("Invite an operator: {}", operator.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(operator)
}

fn is_here(tx: &mut Tx, context: &Context, operator: &Operator) -> Result<bool> {
    match operator_list::find(tx, &context.tenant, &operator.id) {
        Ok(_) => Ok(true),
        Err(Error::NotFound(_)) => Ok(false),
        Err(other) => Err(other),
    }
}

/// Tells somebody who has a password that there is one more tenant for them.
fn welcome(
    tx: &mut Tx,
    context: &Context,
    operator: &Operator,
    role: OperatorRole,
    tenant: &str,
    link: &str,
) -> Result<()> {
    let message = OperatorWelcome { tenant, name: &operator.name, role: role.label(), link, days: 0 }.render()?;
    let id = context.ids.prefixed("mail");
    let envelope = Envelope { tenant: &context.tenant, id, user: None, recipient: &operator.email, at: context.now };
    mail::queue(tx, envelope, message).map(drop)
}
