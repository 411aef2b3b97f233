//! Block User: the user can no longer sign in; their sessions and refresh tokens end at once.

use super::set_blocked::set_blocked;
use crate::error::Result;
use crate::features::context::Context;
use crate::model::user::{User, UserId};
use crate::store::Tx;

/// Blocks a user. Safe to repeat: a blocked user stays as they are, and nothing is logged.
pub fn block(tx: &mut Tx, context: &Context, id: &UserId) -> Result<(User, bool)> {
    set_blocked(tx, context, id, true)
}
