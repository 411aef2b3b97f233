//! Add permissions of an API to a role.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::resource_servers::choice;
use crate::model::role::Role;
use crate::store::{Tx, resource_servers, role_permissions, roles};
use serde_json::json;

/// Adds permissions by name; answers with the role and the names that are new to it. Safe to repeat.
pub fn add_permissions(
    tx: &mut Tx,
    context: &Context,
    id: &str,
    api: &str,
    names: &[String],
) -> Result<(Role, Vec<String>)> {
    let tenant = &context.tenant;
    let role = roles::find_for_update(tx, tenant, id)?;
    let api = resource_servers::find(tx, tenant, api)?;
    choice::require(tx, context, &api, names)?;
    let before = role_permissions::names(tx, tenant, id, &api.id)?;
    let mut new: Vec<String> = names.iter().filter(|n| !before.contains(n)).cloned().collect();
    new.sort();
    new.dedup();
    if new.is_empty() {
        return Ok((role, new));
    }
    let added: Vec<_> = new.iter().map(|name| (id.to_owned(), api.id.clone(), name.clone())).collect();
    role_permissions::insert_all(tx, tenant, &added)?;
    let after: Vec<&String> = before.iter().chain(&new).collect();
    let diff = vec![audit::change(&format!("permissions of {}", api.identifier), json!(before), json!(after))];
    let description = format!("Add permissions to a role: {}", role.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((role, new))
}
