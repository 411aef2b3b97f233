//! Regenerate a user's recovery code: the former one stops working, the new one is shown once.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::factor::{Factor, FactorKind};
use crate::model::user::{User, UserId};
use crate::security::token;
use crate::store::{Tx, mfa_enrollments, users};

/// Makes a new recovery code; only its hash is stored. A user without any other factor has no use for one.
pub fn regenerate_recovery_code(tx: &mut Tx, context: &Context, id: &UserId) -> Result<(User, String)> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    let (former, others): (Vec<_>, Vec<_>) = mfa_enrollments::of_user(tx, &context.tenant, id)?
        .into_iter()
        .partition(|f| f.kind == FactorKind::RecoveryCode);
    if others.is_empty() {
        return Err(Error::field(
            "",
            "A recovery code is of use only to a user with another factor; this one has none.",
        ));
    }
    let code = token::recovery_code();
    let factor = Factor {
        id: context.ids.prefixed("mfa"),
        kind: FactorKind::RecoveryCode,
        name: String::new(),
        identifier: None,
        enrolled_at: context.now,
        last_used_at: None,
    };
    let before = if former.is_empty() { serde_json::Value::Null } else { "*****".into() };
    mfa_enrollments::delete(tx, &context.tenant, id, &former)?;
    mfa_enrollments::insert(tx, &context.tenant, id, &factor)?;
    mfa_enrollments::set_secret_hash(tx, &context.tenant, &factor, &token::hash(&code))?;
    user.multifactor_last_modified = Some(context.now);
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let entry = Entry {
        code: "sapi",
        description: "Regenerate a recovery code".into(),
        user: Some(&user),
        diff: vec![audit::change("recovery_code", before, "*****")],
    };
    audit::record(tx, context, entry)?;
    Ok((user, code))
}
