//! Change Email: the address a user signs in with and is written to.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::connection::Kind;
use crate::model::email_address::EmailAddress;
use crate::model::ticket::TicketKind;
use crate::model::user::{User, UserId};
use crate::store::{Tx, connections, identities, tickets, users};

/// What is wished.
#[derive(Debug, Clone)]
pub struct NewEmail {
    pub email: EmailAddress,
    /// Whether the operator vouches for it.
    pub verified: bool,
    /// The address the operator saw: if it is another one by now, somebody was quicker.
    pub seen: String,
}

/// Changes it; answers with the user and whether anything changed. Links mailed to the old address stop working.
pub fn change_email(tx: &mut Tx, context: &Context, id: &UserId, new: &NewEmail) -> Result<(User, bool)> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    let connection = connections::by_name(tx, &context.tenant, &user.connection)?;
    if let Some(why) = connection.email_locked() {
        return Err(Error::unsupported("email", why));
    }
    let wished = if connection.kind() == Kind::Database { new.email.lower_cased() } else { new.email.clone() };
    let before = user.clone();
    if before.email.as_deref() == Some(wished.as_str()) && before.email_verified == new.verified {
        return Ok((user, false));
    }
    if before.email.as_deref().unwrap_or_default() != new.seen {
        return Err(Error::Conflict);
    }
    user.email = Some(wished.as_str().to_owned());
    user.email_verified = new.verified;
    // Who was only known by the old address is known by the new one.
    if before.name == before.email {
        user.name = user.email.clone();
    }
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let primary = identities::of_user(tx, &context.tenant, id)?.into_iter().next();
    if let Some(primary) = primary {
        identities::set_login_email(tx, &context.tenant, &primary, user.email.as_deref())?;
    }
    for kind in [TicketKind::VerifyEmail, TicketKind::ResetPassword] {
        tickets::withdraw(tx, &context.tenant, id, kind)?;
    }
    let diff = audit::changes([
        ("email", before.email.clone().into(), user.email.clone().into()),
        ("email_verified", before.email_verified.into(), user.email_verified.into()),
        ("name", before.name.clone().into(), user.name.clone().into()),
    ]);
    audit::record(tx, context, Entry { code: "sce", description: "Change Email".into(), user: Some(&user), diff })?;
    Ok((user, true))
}
