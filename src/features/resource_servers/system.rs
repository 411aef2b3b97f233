//! The Management API among a tenant's APIs: there from the start, with every scope, and nobody's to change.

use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::management_scope::{self, API_NAME, API_PATH};
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use crate::model::tenant::TenantId;
use crate::security::token;
use crate::store::{Tx, permissions, resource_servers};

/// Sees to it that a tenant has its Management API, under the tenant's address, with all scopes of this version. Safe to
/// repeat; nothing is logged, as nobody does it.
pub fn install(tx: &mut Tx, tenant: &TenantId, base: &str, now: Timestamp) -> Result<()> {
    let identifier = format!("{base}{API_PATH}");
    let api = match resource_servers::system(tx, tenant)? {
        Some(api) => api,
        None => {
            let api = ResourceServer {
                id: token::hash(&format!("{tenant}/management-api"))[..24].to_owned(),
                name: API_NAME.to_owned(),
                identifier: identifier.clone(),
                is_system: true,
                created_at: now,
                updated_at: now,
                version: 1,
            };
            resource_servers::insert(tx, tenant, &api)?;
            api
        }
    };
    if api.identifier != identifier {
        resource_servers::set_identifier(tx, tenant, &api.id, &identifier)?;
    }
    let known = permissions::of_api(tx, tenant, &api)?;
    let missing = management_scope::all().filter(|(name, _)| !known.iter().any(|p| p.name == *name));
    let missing: Vec<Permission> = missing
        .map(|(name, description)| Permission {
            resource_server_id: api.id.clone(),
            api_name: api.name.clone(),
            api_identifier: identifier.clone(),
            name,
            description,
        })
        .collect();
    permissions::insert_all(tx, tenant, &missing)
}

/// Refuses a change of the Management API.
pub fn refuse(api: &ResourceServer) -> Result<()> {
    if !api.is_system {
        return Ok(());
    }
    Err(Error::unsupported("", format!("{} is Gatehouse's own: it can be neither changed nor deleted.", api.name)))
}
