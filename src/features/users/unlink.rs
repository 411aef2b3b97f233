//! Unlink a linked account: it becomes a user of its own again.

use super::link::names;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::linking::user_of;
use crate::model::user::{User, UserId};
use crate::store::{Tx, identities, users};

/// Unlinks an identity, named by the id its own user has. The new user has the identity's attributes and password but no
/// metadata and no roles, and is blocked if this one is. Safe to repeat; the flag says whether anything changed.
pub fn unlink(tx: &mut Tx, context: &Context, id: &UserId, identity: &UserId) -> Result<(User, bool)> {
    let tenant = &context.tenant;
    let mut user = users::find_for_update(tx, tenant, id)?;
    let before = identities::of_user(tx, tenant, id)?;
    let (gone, kept): (Vec<_>, Vec<_>) = before.iter().cloned().partition(|i| i.own_user_id() == *identity);
    let Some(gone) = gone.first() else {
        users::find(tx, tenant, identity).map_err(|_| Error::NotFound("linked account"))?;
        return Ok((user, false));
    };
    if gone.position == 0 {
        return Err(Error::field("", "The primary account cannot be unlinked: the user is made of it."));
    }
    let own = User { blocked: user.blocked, ..user_of(gone, context.now) };
    users::insert(tx, tenant, &own)?;
    identities::give(tx, tenant, gone, &own.id, 0)?;
    user.updated_at = context.now;
    users::update(tx, tenant, &user)?;
    let entry = Entry {
        code: "sapi",
        description: "Unlink a user account".into(),
        user: Some(&user),
        diff: vec![audit::change("identities", names(&before), names(&kept))],
    };
    audit::record(tx, context, entry)?;
    Ok((user, true))
}
