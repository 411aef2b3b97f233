//! End sessions: a user is signed out everywhere, and their refresh tokens are revoked.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::session::Session;
use crate::model::user::{User, UserId};
use crate::store::user_sessions::{self, Ended};
use crate::store::{Tx, device_credentials, users};

/// Ends the sessions alone and leaves the refresh tokens; answers with how many there were. Safe to repeat.
pub fn sign_out(tx: &mut Tx, context: &Context, id: &UserId) -> Result<usize> {
    let user = users::find_for_update(tx, &context.tenant, id)?;
    let ended = user_sessions::end_sessions(tx, &context.tenant, id)?;
    if ended > 0 {
        let diff = vec![audit::change("sessions", ended, 0)];
        let description = "End the sessions of a user".to_owned();
        audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })?;
    }
    Ok(ended)
}

/// Ends one session, and the refresh tokens that were issued in it where that is asked for. Safe to repeat.
pub fn end_session(tx: &mut Tx, context: &Context, session: &str, with_tokens: bool) -> Result<()> {
    let (owner, session) = match user_sessions::find(tx, &context.tenant, session) {
        Err(Error::NotFound(_)) => return Ok(()),
        found => found?,
    };
    let user = users::find_for_update(tx, &context.tenant, &owner)?;
    user_sessions::delete(tx, &context.tenant, &session.id)?;
    let mut diff = vec![audit::change("session", session.id.as_str(), serde_json::Value::Null)];
    if with_tokens {
        let tokens = device_credentials::delete_of_session(tx, &context.tenant, &owner, &session.id)?;
        diff.extend(audit::changes([("refresh_tokens", tokens.into(), 0.into())]));
    }
    let description = "End a session of a user".to_owned();
    audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })
}

/// A session and whose it is.
pub fn session(tx: &mut Tx, context: &Context, session: &str) -> Result<(UserId, Session)> {
    user_sessions::find(tx, &context.tenant, session)
}

/// A user's sessions by id, those after one of them, at most so many.
pub fn sessions(tx: &mut Tx, context: &Context, id: &UserId, after: &str, limit: usize) -> Result<Vec<Session>> {
    users::find(tx, &context.tenant, id)?;
    user_sessions::of_user(tx, &context.tenant, id, after, i64::try_from(limit).unwrap_or(i64::MAX))
}

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
