//! Taking an operator's place in the tenant away. What they did stays in the log; places in other tenants stay theirs.

use super::last_owner;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::operator::Place;
use crate::store::{Tx, operator_tickets, operators};

/// Removes the operator, and withdraws links mailed from here. Safe to repeat: nobody is answered the second time.
pub fn remove(tx: &mut Tx, context: &Context, id: &str) -> Result<Option<Place>> {
    let place = match last_owner::hold(tx, context, id) {
        Err(Error::NotFound(_)) => return Ok(None),
        held => held?,
    };
    last_owner::refuse(tx, context, &place)?;
    operators::remove_membership(tx, id, &context.tenant)?;
    operator_tickets::withdraw(tx, Some(&context.tenant), id)?;
    let diff = vec![
        audit::change("operator", place.operator.email.as_str(), serde_json::Value::Null),
        audit::change("role", place.role.as_str(), serde_json::Value::Null),
    ];
    let description = format!("Remove an operator: {}", place.operator.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(Some(place))
}
