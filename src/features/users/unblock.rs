//! Unblock User: the user can sign in again. Ended sessions stay ended; brute-force blocks are another matter.

use super::set_blocked::set_blocked;
use crate::error::Result;
use crate::features::context::Context;
use crate::model::user::{User, UserId};
use crate::store::Tx;

/// Unblocks a user. Safe to repeat.
pub fn unblock(tx: &mut Tx, context: &Context, id: &UserId) -> Result<(User, bool)> {
    set_blocked(tx, context, id, false)
}
