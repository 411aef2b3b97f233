//! Where an operator may go: read once per request.

use crate::error::Result;
use crate::model::operator::{Operator, OperatorRole};
use crate::model::tenant::Tenant;
use crate::store::{Tx, operators};

/// An operator with their tenants by name, and what they are in each.
#[derive(Debug, Clone)]
pub struct Access {
    pub operator: Operator,
    pub tenants: Vec<(Tenant, OperatorRole)>,
}

/// The operator with their tenants by name; none when they are gone.
pub fn access(tx: &mut Tx, operator_id: &str) -> Result<Option<Access>> {
    let Some(operator) = operators::find(tx, operator_id)? else { return Ok(None) };
    Ok(Some(Access { tenants: operators::tenants_of(tx, operator_id)?, operator }))
}
