//! Remove a permission from an API, and so from every role and user.

use super::system;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::resource_server::ResourceServer;
use crate::store::{Tx, permissions, resource_servers, role_permissions, user_permissions};
use serde_json::{Value, json};

/// Removes a permission; answers with the API and whether there was anything to remove. Safe to repeat.
pub fn remove_permission(tx: &mut Tx, context: &Context, api: &str, name: &str) -> Result<(ResourceServer, bool)> {
    let tenant = &context.tenant;
    let api = resource_servers::find_for_update(tx, tenant, api)?;
    system::refuse(&api)?;
    let permission = match permissions::find(tx, tenant, &api, name) {
        Err(Error::NotFound(_)) => return Ok((api, false)),
        found => found?,
    };
    let roles = role_permissions::of_api(tx, tenant, &api.id, name, name)?;
    let roles: Vec<_> = roles.into_iter().map(|r| r.2).collect();
    let users = user_permissions::count_of(tx, tenant, &permission)?;
    permissions::delete(tx, tenant, &api.id, name)?;
    let before = json!({ "name": name, "description": permission.description });
    let diff = vec![
        audit::change(&format!("permissions of {}", api.identifier), before, Value::Null),
        audit::change("roles", json!(roles), json!([])),
        audit::change("users", users, 0),
    ];
    let description = format!("Remove a permission from an API: {name}");
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((api, true))
}
