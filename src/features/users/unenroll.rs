//! What removing one factor and removing all share: the change and its log event.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::factor::Factor;
use crate::model::user::User;
use crate::store::{Tx, mfa_enrollments, users};
use serde_json::Value;

/// Removes factors of a locked user; nothing happens when there are none.
pub(super) fn unenroll(
    tx: &mut Tx,
    context: &Context,
    mut user: User,
    factors: Vec<Factor>,
    description: &str,
) -> Result<(User, Vec<Factor>)> {
    if factors.is_empty() {
        return Ok((user, factors));
    }
    mfa_enrollments::delete(tx, &context.tenant, &user.id, &factors)?;
    user.multifactor_last_modified = Some(context.now);
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let names: Vec<Value> = factors.iter().map(|f| f.kind.as_str().into()).collect();
    let entry = Entry {
        code: "gd_unenroll",
        description: description.to_owned(),
        user: Some(&user),
        diff: vec![audit::change("factors", names, Value::Array(Vec::new()))],
    };
    audit::record(tx, context, entry)?;
    Ok((user, factors))
}
