//! Delete for good: takes a deleted user out of the bin, and nobody can restore them any more.

use super::take;
use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::deleted_user::DeletedUser;
use crate::model::iso;
use crate::store::{Tx, deleted_users, whole_user::WholeUser};
use serde_json::Value;

/// Deletes for good. Safe to repeat: answers with none when they are out of the bin already.
pub fn delete(tx: &mut Tx, context: &Context, id: &str) -> Result<Option<DeletedUser>> {
    let Ok(deleted) = take(tx, context, id)? else { return Ok(None) };
    forget(tx, context, &deleted)?;
    Ok(Some(deleted))
}

/// A deleted user, for the question.
pub fn find(tx: &mut Tx, context: &Context, id: &str) -> Result<DeletedUser> {
    deleted_users::find(tx, &context.tenant, id)
}

/// Takes a user out of the bin and says so in the log.
pub(super) fn forget(tx: &mut Tx, context: &Context, deleted: &DeletedUser) -> Result<()> {
    let whole: WholeUser = deleted_users::whole(tx, &context.tenant, &deleted.id)?;
    let diff = vec![audit::change("restorable_until", iso(deleted.restorable_until), Value::Null)];
    let entry = Entry { code: "sdu", description: "Delete a User for good".into(), user: Some(&whole.user()?), diff };
    deleted_users::delete(tx, &context.tenant, &deleted.id)?;
    audit::record(tx, context, entry)
}
