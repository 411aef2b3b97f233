//! Mark as verified, and its undoing: an operator vouches for an email address.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::user::{User, UserId};
use crate::store::{Tx, connections, users};

/// Says whether the user's email address is verified; answers with the user and whether anything changed. Safe to
/// repeat.
pub fn mark_verified(tx: &mut Tx, context: &Context, id: &UserId, verified: bool) -> Result<(User, bool)> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    if user.email_verified == verified {
        return Ok((user, false));
    }
    if user.email.is_none() {
        return Err(Error::field("email", "The user has no email address."));
    }
    if let Some(why) = connections::by_name(tx, &context.tenant, &user.connection)?.verification_locked() {
        return Err(Error::unsupported("email_verified", why));
    }
    user.email_verified = verified;
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let diff = vec![audit::change("email_verified", !verified, verified)];
    audit::record(tx, context, Entry { code: "sapi", description: "Update a User".into(), user: Some(&user), diff })?;
    Ok((user, true))
}
