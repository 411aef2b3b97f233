//! Tenants: what an operator can do with the houses themselves.

use crate::error::Result;
use crate::store::{Tx, tenants};

/// Whether there is no tenant yet.
pub fn is_empty(tx: &mut Tx) -> Result<bool> {
    tenants::is_empty(tx)
}
