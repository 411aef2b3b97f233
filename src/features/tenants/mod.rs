//! Tenants: what an operator can do with the houses themselves.

pub mod create;
pub mod update;

use crate::error::Result;
use crate::model::tenant::TenantId;
use crate::store::{Tx, tenants};

/// Whether there is no tenant yet.
pub fn is_empty(tx: &mut Tx) -> Result<bool> {
    tenants::is_empty(tx)
}

/// The tenant that is meant when none is named.
pub fn default(tx: &mut Tx) -> Result<Option<TenantId>> {
    tenants::default(tx)
}
