//! What blocking and unblocking share: the guard, the change and its log event.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::user::{User, UserId};
use crate::store::{Tx, user_sessions, users};

/// Brings a user to the wished state; answers with the user and whether anything changed.
pub(super) fn set_blocked(tx: &mut Tx, context: &Context, id: &UserId, blocked: bool) -> Result<(User, bool)> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    if user.blocked == blocked {
        return Ok((user, false));
    }
    user.blocked = blocked;
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let mut diff = vec![audit::change("blocked", !blocked, blocked)];
    if blocked {
        let ended = user_sessions::end_all(tx, &context.tenant, id)?;
        diff.push(audit::change("sessions", ended.sessions, 0));
        diff.push(audit::change("refresh_tokens", ended.devices, 0));
    }
    let description = if blocked { "Block a User" } else { "Unblock a User" };
    audit::record(tx, context, Entry { code: "sapi", description: description.into(), user: Some(&user), diff })?;
    Ok((user, true))
}
