//! Edit a user's root attributes: names, nickname and picture.

use super::saved::{Edit, Saved};
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::root_attributes::{KEYS, RootAttributes};
use crate::model::user::{User, UserId};
use crate::store::{Tx, connections, users};
use serde_json::Value;

/// Saves root attributes. What somebody else changed meanwhile is kept, unless both changed the same attribute: then
/// nothing is saved ([`Error::Conflict`]). Safe to repeat.
pub fn update(tx: &mut Tx, context: &Context, id: &UserId, edit: &Edit<RootAttributes>) -> Result<(User, Saved)> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    let connection = connections::by_name(tx, &context.tenant, &user.connection)?;
    if let Some(reason) = connection.root_attributes_locked() {
        return Err(Error::unsupported("", reason));
    }
    let before = RootAttributes::of(&user).to_object();
    let original = edit.original.as_ref().map(RootAttributes::to_object);
    let joined = super::saved::join(edit.version == user.version, original.as_ref(), &edit.yours.to_object(), &before)?;
    if joined.object == before {
        return Ok((user, Saved::Unchanged));
    }
    RootAttributes::from_object(&joined.object).put(&mut user);
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let value = |object: &JsonObject, key| object.get(key).cloned().unwrap_or(Value::Null);
    let diff = audit::changes(KEYS.map(|key| (key, value(&before, key), value(&joined.object, key))));
    audit::record(tx, context, Entry { code: "sapi", description: "Update a User".into(), user: Some(&user), diff })?;
    Ok((user, joined.saved))
}
