//! Tenants: what an operator can do with the houses themselves.

pub mod create;
pub mod update;

use crate::error::{Error, Result};
use crate::features::resource_servers::system;
use crate::model::Timestamp;
use crate::model::tenant::{Tenant, TenantId};
use crate::store::{Tx, tenants};

/// Whether there is no tenant yet.
pub fn is_empty(tx: &mut Tx) -> Result<bool> {
    tenants::is_empty(tx)
}

/// Every tenant.
pub fn all(tx: &mut Tx) -> Result<Vec<Tenant>> {
    tenants::all(tx)
}

/// Sees to it that every tenant has its Management API at its address, with the scopes of this version.
pub fn install_apis(tx: &mut Tx, base_of: impl Fn(&Tenant) -> String, now: Timestamp) -> Result<()> {
    for tenant in tenants::all(tx)? {
        system::install(tx, &tenant.id, &base_of(&tenant), now)?;
    }
    Ok(())
}

/// The tenant of this name, or the default one when none is named.
pub fn at(tx: &mut Tx, named: Option<&TenantId>) -> Result<Tenant> {
    let id = match named {
        Some(id) => id.clone(),
        None => tenants::default(tx)?.ok_or(Error::NotFound("tenant"))?,
    };
    tenants::find(tx, &id)
}

/// The tenant that is meant when none is named.
pub fn default(tx: &mut Tx) -> Result<Option<TenantId>> {
    tenants::default(tx)
}
