//! Restore: a deleted user comes back as they were, but for what is gone meanwhile. Sessions stay ended.

use super::take;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::deleted_user::DeletedUser;
use crate::model::identity::Identity;
use crate::model::iso;
use crate::model::log_event::FieldChange;
use crate::model::user::{User, UserId};
use crate::store::identities::Shared;
use crate::store::whole_user::{self, LeftOut};
use crate::store::{Tx, connections, deleted_users, identities};
use serde_json::Value;

/// What came of it.
#[derive(Debug, Clone)]
pub enum Restoration {
    Done {
        user: Box<User>,
        left_out: LeftOut,
    },
    /// They are out of the bin already: restored, or deleted for good.
    Already(UserId),
}

/// Restores a user. Safe to repeat. Refused with the reason when somebody else has their email address, username or account by
/// now, or their connection is gone.
pub fn restore(tx: &mut Tx, context: &Context, id: &str) -> Result<Restoration> {
    let deleted = match take(tx, context, id)? {
        Ok(deleted) => deleted,
        Err(user) => return Ok(Restoration::Already(user)),
    };
    let whole = deleted_users::whole(tx, &context.tenant, &deleted.id)?;
    for identity in whole.identities()? {
        if let Some(why) = obstacle(tx, context, &identity)? {
            return Err(Error::field("user", format!("{} was not restored: {why}", deleted.name)));
        }
    }
    let user = whole.user()?;
    let left_out = whole_user::write(tx, &context.tenant, whole)?;
    deleted_users::delete(tx, &context.tenant, &deleted.id)?;
    let diff = gains(&deleted, left_out);
    audit::record(tx, context, Entry { code: "sapi", description: "Restore a User".into(), user: Some(&user), diff })?;
    Ok(Restoration::Done { user: Box::new(user), left_out })
}

/// Why an identity cannot come back.
fn obstacle(tx: &mut Tx, context: &Context, identity: &Identity) -> Result<Option<String>> {
    let connection = match connections::by_name(tx, &context.tenant, &identity.connection) {
        Err(Error::NotFound(_)) => {
            return Ok(Some(format!("the connection {} has been deleted.", identity.connection)));
        }
        other => other?,
    };
    let Some(shared) = identities::shared(tx, &context.tenant, identity)? else { return Ok(None) };
    let label = connection.label();
    Ok(Some(match shared {
        Shared::Account => format!("the account {} belongs to another user by now.", identity.own_user_id()),
        Shared::Email => format!(
            "another user of {label} has the email address {} by now.",
            identity.login_email.as_deref().unwrap_or_default()
        ),
        Shared::Username => format!(
            "another user of {label} has the username {} by now.",
            identity.login_username.as_deref().unwrap_or_default()
        ),
    }))
}

fn gains(deleted: &DeletedUser, left_out: LeftOut) -> Vec<FieldChange> {
    audit::changes([
        ("email", Value::Null, deleted.email.clone().into()),
        ("name", Value::Null, deleted.name.clone().into()),
        ("restorable_until", iso(deleted.restorable_until).into(), Value::Null),
        ("roles_left_out", 0.into(), left_out.roles.into()),
        ("permissions_left_out", 0.into(), left_out.permissions.into()),
        ("refresh_tokens_left_out", 0.into(), left_out.devices.into()),
        ("grants_left_out", 0.into(), left_out.grants.into()),
    ])
}
