//! Add a permission to an API.

use super::{draft, system};
use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use crate::store::{Tx, permissions, resource_servers};
use serde_json::{Value, json};

/// Adds a permission; a second one of the same name is refused.
pub fn add_permission(
    tx: &mut Tx,
    context: &Context,
    api: &str,
    name: &str,
    description: &str,
) -> Result<(ResourceServer, Permission)> {
    let tenant = &context.tenant;
    let api = resource_servers::find_for_update(tx, tenant, api)?;
    system::refuse(&api)?;
    let mut errors = FieldErrors::default();
    let name = errors.keep(draft::permission(name));
    let description = errors.keep(draft::description(description));
    let (Some(name), Some(description)) = (name, description) else { return Err(errors.into()) };
    if permissions::find(tx, tenant, &api, &name).is_ok() {
        return Err(Error::field("permission", "This API already has a permission of this name."));
    }
    let permission = Permission {
        resource_server_id: api.id.clone(),
        api_name: api.name.clone(),
        api_identifier: api.identifier.clone(),
        name,
        description,
    };
    permissions::insert(tx, tenant, &permission)?;
    let after = json!({ "name": permission.name, "description": permission.description });
    let diff = vec![audit::change(&format!("permissions of {}", api.identifier), Value::Null, after)];
    let description = format!("Add a permission to an API: {}", permission.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((api, permission))
}
