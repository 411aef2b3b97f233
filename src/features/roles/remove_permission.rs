//! Remove a permission from a role.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::role::Role;
use crate::store::{Tx, permissions, resource_servers, role_permissions, roles};
use serde_json::Value;

/// Takes a permission from a role; answers with the role and whether anything changed. Safe to repeat.
pub fn remove_permission(tx: &mut Tx, context: &Context, id: &str, api: &str, name: &str) -> Result<(Role, bool)> {
    let tenant = &context.tenant;
    let role = roles::find_for_update(tx, tenant, id)?;
    let api = resource_servers::find(tx, tenant, api)?;
    permissions::find(tx, tenant, &api, name)?;
    if !role_permissions::delete(tx, tenant, id, &api.id, name)? {
        return Ok((role, false));
    }
    let diff = vec![audit::change(&format!("permissions of {}", api.identifier), name, Value::Null)];
    let description = format!("Remove a permission from a role: {}", role.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((role, true))
}
