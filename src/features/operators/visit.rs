//! Where an operator may go: read once per request.

use crate::error::Result;
use crate::model::operator::{Operator, OperatorRole};
use crate::model::tenant::{Tenant, TenantId};
use crate::store::operators::{self, MOST_TENANTS, WithTenants};
use crate::store::{Tx, tenants};
use serde::{Deserialize, Serialize};

/// An operator with their tenants by name, and what they are in each.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Access {
    pub operator: Operator,
    pub tenants: Vec<(Tenant, OperatorRole)>,
    /// How many were read, where they have a place in others too; [`place`] knows those.
    pub cut_at: Option<usize>,
}

impl Access {
    /// Whether a tenant may be one of those that were left out.
    pub fn may_lack(&self, tenant: &str) -> bool {
        self.cut_at.is_some() && !self.tenants.iter().any(|(known, _)| known.id.as_str() == tenant)
    }
}

impl From<WithTenants> for Access {
    fn from((operator, mut tenants): WithTenants) -> Self {
        let cut_at = (tenants.len() > MOST_TENANTS).then_some(MOST_TENANTS);
        tenants.truncate(MOST_TENANTS);
        Self { operator, tenants, cut_at }
    }
}

/// A tenant, with what the operator is in it; none when they have no place there.
pub fn place(tx: &mut Tx, operator_id: &str, tenant: &TenantId) -> Result<Option<(Tenant, OperatorRole)>> {
    let Some(role) = operators::role_in(tx, operator_id, tenant)? else { return Ok(None) };
    Ok(Some((tenants::find(tx, tenant)?, role)))
}
