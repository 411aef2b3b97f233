//! Reset MFA: remove all factors of a user, who enrols anew at the next login.

use super::unenroll::unenroll;
use crate::error::Result;
use crate::features::context::Context;
use crate::model::factor::Factor;
use crate::model::user::{User, UserId};
use crate::store::{Tx, mfa_enrollments, remembered_browsers, users};

/// Removes all factors, and forgets in which browsers they were not asked for. Safe to repeat: answers with what was removed, nothing the second time.
pub fn reset_mfa(tx: &mut Tx, context: &Context, id: &UserId) -> Result<(User, Vec<Factor>)> {
    let user = users::find_for_update(tx, &context.tenant, id)?;
    remembered_browsers::forget(tx, &context.tenant, id)?;
    let factors = mfa_enrollments::of_user(tx, &context.tenant, id)?;
    unenroll(tx, context, user, factors, "Reset MFA")
}
