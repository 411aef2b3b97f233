//! Changing what an operator may do in the tenant.

use super::last_owner;
use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::operator::{OperatorRole, Place};
use crate::store::{Tx, operator_sessions, operators};

/// Gives the operator another role and answers what they were and whether anything changed. With a mightier role they
/// sign in anew: a session that was taken from them earlier must not rise with them.
pub fn change_role(tx: &mut Tx, context: &Context, id: &str, role: OperatorRole) -> Result<(Place, bool)> {
    let place = last_owner::hold(tx, context, id)?;
    if place.role == role {
        return Ok((place, false));
    }
    last_owner::refuse(tx, context, &place)?;
    operators::set_membership(tx, id, &context.tenant, role)?;
    if role < place.role {
        operator_sessions::delete_of_operator(tx, id)?;
    }
    let diff = vec![
        audit::change("operator", place.operator.email.as_str(), place.operator.email.as_str()),
        audit::change("role", place.role.as_str(), role.as_str()),
    ];
    let description = format!("Change the role of an operator: {}", place.operator.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((place, true))
}
