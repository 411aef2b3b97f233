//! End sessions: a user is signed out everywhere, and their refresh tokens are revoked.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::user::{User, UserId};
use crate::store::user_sessions::{self, Ended};
use crate::store::{Tx, users};

/// Ends everything; answers with the user and how much was ended. Safe to repeat: nothing is logged when there is
/// nothing to end.
pub fn end_sessions(tx: &mut Tx, context: &Context, id: &UserId) -> Result<(User, Ended)> {
    let user = users::find_for_update(tx, &context.tenant, id)?;
    let ended = user_sessions::end_all(tx, &context.tenant, id)?;
    if ended != Ended::default() {
        let diff =
            vec![audit::change("sessions", ended.sessions, 0), audit::change("refresh_tokens", ended.devices, 0)];
        let description = "End the sessions of a user".to_owned();
        audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })?;
    }
    Ok((user, ended))
}
