//! A tenant keeps an owner: nobody else could give it one again.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::operator::{OperatorRole, Place};
use crate::store::{Tx, operator_list, operators};

/// Reads an operator's place; nobody else changes who owns the tenant until the transaction ends.
pub(super) fn hold(tx: &mut Tx, context: &Context, id: &str) -> Result<Place> {
    operators::lock_memberships(tx, &context.tenant)?;
    operator_list::find(tx, &context.tenant, id)
}

/// Refuses to take the ownership of a [held](hold) place away when no other owner could sign in.
pub(super) fn refuse(tx: &mut Tx, context: &Context, place: &Place) -> Result<()> {
    if place.role != OperatorRole::Owner {
        return Ok(());
    }
    let others = operator_list::owners(tx, &context.tenant)? - i64::from(place.can_sign_in());
    if others > 0 {
        return Ok(());
    }
    let words =
        format!("{} is the last owner who can sign in. Make somebody else an owner first.", place.operator.name);
    Err(Error::field("role", words))
}
