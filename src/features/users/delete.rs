//! Delete User, with everything that belongs to them and with the accounts linked to them. The history stays. A tenant
//! that keeps deleted users finds them in the recycle bin (`features/deleted_users`); all else is for good.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::deleted_user::DeletedUser;
use crate::model::log_event::{Actor, FieldChange};
use crate::model::user::{User, UserId};
use crate::model::{Timestamp, iso};
use crate::store::{Tx, deleted_users, identities, log_events, tenants, user_counts, users, whole_user};
use chrono::TimeDelta;
use serde_json::Value;

/// What came of it.
#[derive(Debug, Clone)]
pub enum Deletion {
    Done {
        /// The user as they were.
        user: Box<User>,
        /// Until when they can be restored; none when they are gone for good.
        restorable_until: Option<Timestamp>,
    },
    /// Somebody, perhaps the same click a second time, was quicker.
    Already,
}

/// Deletes a user; they can be restored where the tenant keeps deleted users. Safe to repeat; a user who never was is not
/// found.
pub fn delete(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Deletion> {
    let until = restorable_until(tx, context)?;
    delete_until(tx, context, id, until)
}

/// Deletes a user for good, whatever the tenant keeps.
pub fn delete_for_good(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Deletion> {
    delete_until(tx, context, id, None)
}

/// Until when a user who is deleted now can be restored; none where deleting is for good.
pub fn restorable_until(tx: &mut Tx, context: &Context) -> Result<Option<Timestamp>> {
    let days = tenants::find(tx, &context.tenant)?.deleted_user_days;
    Ok((days > 0).then(|| context.now + TimeDelta::days(i64::from(days))))
}

fn delete_until(tx: &mut Tx, context: &Context, id: &UserId, until: Option<Timestamp>) -> Result<Deletion> {
    let user = match users::find_for_update(tx, &context.tenant, id) {
        Err(Error::NotFound(_)) if log_events::has(tx, &context.tenant, id, "sdu")? => return Ok(Deletion::Already),
        other => other?,
    };
    let diff = losses(tx, context, &user, until)?;
    let event =
        audit::event(context, Entry { code: "sdu", description: "Delete a User".into(), user: Some(&user), diff });
    if let Some(until) = until {
        let whole = whole_user::read(tx, &context.tenant, id)?;
        deleted_users::insert(tx, &context.tenant, &in_the_bin(context, &event.id, &user, until), &whole)?;
    }
    users::delete(tx, &context.tenant, id)?;
    log_events::insert(tx, &context.tenant, &event)?;
    Ok(Deletion::Done { user: Box::new(user), restorable_until: until })
}

fn losses(tx: &mut Tx, context: &Context, user: &User, until: Option<Timestamp>) -> Result<Vec<FieldChange>> {
    let counts = user_counts::of_user(tx, &context.tenant, &user.id, context.now)?;
    let linked = identities::of_user(tx, &context.tenant, &user.id)?.len().saturating_sub(1);
    Ok(audit::changes([
        ("email", user.email.clone().into(), Value::Null),
        ("name", user.name.clone().into(), Value::Null),
        ("linked_accounts", linked.into(), 0.into()),
        ("sessions", counts.sessions.into(), 0.into()),
        ("refresh_tokens", counts.devices.into(), 0.into()),
        ("roles", counts.roles.into(), 0.into()),
        ("permissions", counts.direct_permissions.into(), 0.into()),
        ("grants", counts.grants.into(), 0.into()),
        ("restorable_until", Value::Null, until.map(iso).into()),
    ]))
}

fn in_the_bin(context: &Context, event: &str, user: &User, until: Timestamp) -> DeletedUser {
    DeletedUser {
        id: event.to_owned(),
        user_id: user.id.clone(),
        name: user.display_name().to_owned(),
        email: user.email.clone(),
        connection: user.connection.clone(),
        strategy: user.strategy.clone(),
        deleted_at: context.now,
        deleted_by: match &context.actor {
            Actor::Operator { name, .. } | Actor::Client { name, .. } => Some(name.clone()),
            Actor::User | Actor::System => None,
        },
        restorable_until: until,
    }
}
