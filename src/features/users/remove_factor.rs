//! Remove one factor of a user's multi-factor authentication.

use super::unenroll::unenroll;
use crate::error::Result;
use crate::features::context::Context;
use crate::model::factor::{Factor, FactorKind};
use crate::model::user::{User, UserId};
use crate::store::{Tx, mfa_enrollments, users};

/// Removes a factor; with the last one goes the recovery code, which is worth nothing alone. Safe to repeat: answers with
/// what was removed, nothing the second time.
pub fn remove_factor(tx: &mut Tx, context: &Context, id: &UserId, factor: &str) -> Result<(User, Vec<Factor>)> {
    let user = users::find_for_update(tx, &context.tenant, id)?;
    let (mut gone, kept): (Vec<_>, Vec<_>) =
        mfa_enrollments::of_user(tx, &context.tenant, id)?.into_iter().partition(|f| f.id == factor);
    if !gone.is_empty() && kept.iter().all(|f| f.kind == FactorKind::RecoveryCode) {
        gone.extend(kept);
    }
    unenroll(tx, context, user, gone, "Remove a factor")
}
