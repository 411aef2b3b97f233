//! Delete User: permanent, with everything that belongs to them and with the accounts linked to them. The history stays.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::user::{User, UserId};
use crate::store::{Tx, identities, log_events, user_counts, users};

/// What came of it.
#[derive(Debug, Clone)]
pub enum Deletion {
    /// The user as they were.
    Done(Box<User>),
    /// Somebody, perhaps the same click a second time, was quicker.
    Already,
}

/// Deletes a user. Safe to repeat; a user who never was is not found.
pub fn delete(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Deletion> {
    let user = match users::find_for_update(tx, &context.tenant, id) {
        Err(Error::NotFound(_)) if log_events::has(tx, &context.tenant, id, "sdu")? => return Ok(Deletion::Already),
        other => other?,
    };
    let counts = user_counts::of_user(tx, &context.tenant, id, context.now)?;
    let linked = identities::of_user(tx, &context.tenant, id)?.len().saturating_sub(1);
    users::delete(tx, &context.tenant, id)?;
    let diff = audit::changes([
        ("email", user.email.clone().into(), serde_json::Value::Null),
        ("name", user.name.clone().into(), serde_json::Value::Null),
        ("linked_accounts", linked.into(), 0.into()),
        ("sessions", counts.sessions.into(), 0.into()),
        ("refresh_tokens", counts.devices.into(), 0.into()),
        ("roles", counts.roles.into(), 0.into()),
        ("permissions", counts.direct_permissions.into(), 0.into()),
        ("grants", counts.grants.into(), 0.into()),
    ]);
    audit::record(tx, context, Entry { code: "sdu", description: "Delete a User".into(), user: Some(&user), diff })?;
    Ok(Deletion::Done(Box::new(user)))
}
