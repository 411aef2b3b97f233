//! Remove a permission that a user has directly; one that also comes through a role stays theirs.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::permission::Permission;
use crate::model::user::{User, UserId};
use crate::store::{Tx, permissions, resource_servers, user_permissions, users};
use serde_json::Value;

/// Removes a direct assignment; answers with the user, the permission and whether anything changed. Safe to repeat.
pub fn remove_permission(
    tx: &mut Tx,
    context: &Context,
    id: &UserId,
    api: &str,
    name: &str,
) -> Result<(User, Permission, bool)> {
    let tenant = &context.tenant;
    let user = users::find_for_update(tx, tenant, id)?;
    let api = resource_servers::find(tx, tenant, api)?;
    let permission = permissions::find(tx, tenant, &api, name)?;
    let held = user_permissions::of_user(tx, tenant, id)?;
    if !held.iter().any(|p| p.resource_server_id == api.id && p.name == name) {
        return Ok((user, permission, false));
    }
    user_permissions::delete(tx, tenant, id, &api.id, name)?;
    let diff = vec![audit::change(&format!("permissions of {}", api.identifier), name, Value::Null)];
    let description = "Remove a permission from a user".to_owned();
    audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })?;
    Ok((user, permission, true))
}
