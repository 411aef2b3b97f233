//! Edit a user's `user_metadata` or `app_metadata`.

use super::saved::{self, Edit, Saved};
use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::log_event::FieldChange;
use crate::model::metadata::{self, MetadataKind};
use crate::model::user::{PROFILE_ADVISED, User, UserId};
use crate::store::{Tx, users};
use serde_json::Value;

/// Largest value a log event repeats, in bytes of JSON; of a larger one it says the size.
const LOGGED_VALUE: usize = 4 * 1024;

/// Saves one of the two documents and nothing else. Changes of others are kept key by key; if both changed the same key,
/// nothing is saved ([`crate::error::Error::Conflict`]). Safe to repeat.
pub fn update_metadata(
    tx: &mut Tx,
    context: &Context,
    id: &UserId,
    kind: MetadataKind,
    edit: &Edit<JsonObject>,
) -> Result<(User, Saved)> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    let before = document(&user, kind).clone();
    let joined = saved::join(edit.version == user.version, edit.original.as_ref(), &edit.yours, &before)?;
    metadata::check(kind, &joined.object).map_err(|mistake| mistake.into_field(kind))?;
    if joined.object == before {
        return Ok((user, Saved::Unchanged));
    }
    let diff = changes(kind, &before, &joined.object);
    let former = user.profile_bytes();
    match kind {
        MetadataKind::User => user.user_metadata = joined.object,
        MetadataKind::App => user.app_metadata = joined.object,
    }
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    audit::record(tx, context, Entry { code: "sapi", description: "Update a User".into(), user: Some(&user), diff })?;
    warn_of_size(tx, context, &user, former)?;
    Ok((user, joined.saved))
}

/// Leaves a warning in the log when a save made the profile larger than it should be.
fn warn_of_size(tx: &mut Tx, context: &Context, user: &User, former: usize) -> Result<()> {
    let bytes = user.profile_bytes();
    if bytes <= PROFILE_ADVISED || bytes <= former {
        return Ok(());
    }
    let description = format!("The profile has {} KB; 10 KB are advised", bytes.div_ceil(1024));
    let diff = vec![audit::change("profile_bytes", former, bytes)];
    audit::record(tx, context, Entry { code: "wum", description, user: Some(user), diff })
}

/// One of a user's documents.
pub fn document(user: &User, kind: MetadataKind) -> &JsonObject {
    match kind {
        MetadataKind::User => &user.user_metadata,
        MetadataKind::App => &user.app_metadata,
    }
}

fn changes(kind: MetadataKind, before: &JsonObject, after: &JsonObject) -> Vec<FieldChange> {
    let new = after.keys().filter(|key| !before.contains_key(*key));
    let differing = before.keys().chain(new).filter(|key| before.get(*key) != after.get(*key));
    let change = |key: &String| {
        let field = format!("{}.{key}", kind.as_str());
        audit::change(&field, logged(before.get(key)), logged(after.get(key)))
    };
    differing.map(change).collect()
}

fn logged(value: Option<&Value>) -> Value {
    let Some(value) = value else { return Value::Null };
    let size = value.to_string().len();
    if size <= LOGGED_VALUE { value.clone() } else { format!("({size} bytes)").into() }
}
