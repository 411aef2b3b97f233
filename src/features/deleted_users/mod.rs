//! The recycle bin: users who were deleted where the tenant keeps deleted users. They get there by `users::delete`, and
//! leave by being restored, deleted for good, or when their days are over.

pub mod delete;
pub mod list;
pub mod purge;
pub mod restore;

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::deleted_user::DeletedUser;
use crate::model::user::UserId;
use crate::store::{Tx, deleted_users, log_events};

/// A deleted user, locked; none when they have left the bin, and then who it was. What was never in it is not found.
fn take(tx: &mut Tx, context: &Context, id: &str) -> Result<Result<DeletedUser, UserId>> {
    match deleted_users::find_for_update(tx, &context.tenant, id) {
        Ok(deleted) => Ok(Ok(deleted)),
        Err(Error::NotFound(what)) => {
            // A row of the bin is called as the event of its deletion.
            let event = match log_events::find(tx, &context.tenant, id) {
                Err(Error::NotFound(_)) => return Err(Error::NotFound(what)),
                other => other?,
            };
            let user = event.user_id.filter(|_| event.code == "sdu").ok_or(Error::NotFound(what))?;
            Ok(Err(UserId::from_text(user)))
        }
        Err(other) => Err(other),
    }
}
