//! Where an operator may go: read once per request.

use crate::error::Result;
use crate::model::operator::{Operator, OperatorRole};
use crate::model::tenant::Tenant;
use crate::store::{Tx, operators};
use serde::{Deserialize, Serialize};

/// An operator with their tenants by name, and what they are in each.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Access {
    pub operator: Operator,
    pub tenants: Vec<(Tenant, OperatorRole)>,
}

/// The operator with their tenants by name; none when they are gone.
pub fn access(tx: &mut Tx, operator_id: &str) -> Result<Option<Access>> {
    let found = operators::find_with_tenants(tx, operator_id)?;
    Ok(found.map(|(operator, tenants)| Access { operator, tenants }))
}
