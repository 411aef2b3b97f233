//! Whose scripts may call a tenant.

use crate::error::Result;
use crate::model::tenant::TenantId;
use crate::store::{Tx, applications};

/// Whether an application of the tenant names an origin. Hosts are written in any case, as browsers write them in lower.
pub fn names(tx: &mut Tx, tenant: &TenantId, origin: &str) -> Result<bool> {
    let named = applications::origins(tx, tenant)?;
    Ok(named.iter().any(|one| one.eq_ignore_ascii_case(origin)))
}
