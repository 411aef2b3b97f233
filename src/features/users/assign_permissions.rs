//! Assign permissions of an API to a user directly.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::resource_servers::choice;
use crate::model::user::{User, UserId};
use crate::store::user_permissions::{self, Assignment};
use crate::store::{Tx, resource_servers, users};
use serde_json::json;

/// Assigns permissions by name; answers with the user and the names that are new to them. Safe to repeat: what is
/// assigned already stays as it is, and nothing is logged when nothing is new.
pub fn assign_permissions(
    tx: &mut Tx,
    context: &Context,
    id: &UserId,
    api: &str,
    names: &[String],
) -> Result<(User, Vec<String>)> {
    let tenant = &context.tenant;
    let user = users::find_for_update(tx, tenant, id)?;
    let api = resource_servers::find(tx, tenant, api)?;
    choice::require(tx, context, &api, names)?;
    let held = user_permissions::of_user(tx, tenant, id)?;
    let is_new = |name: &String| !held.iter().any(|p| p.resource_server_id == api.id && p.name == *name);
    let mut new: Vec<String> = names.iter().filter(|n| is_new(n)).cloned().collect();
    new.sort();
    new.dedup();
    if new.is_empty() {
        return Ok((user, new));
    }
    let assignment = |name: &String| Assignment {
        user: id.clone(),
        resource_server: api.id.clone(),
        permission: name.clone(),
        at: context.now,
    };
    user_permissions::insert_all(tx, tenant, &new.iter().map(assignment).collect::<Vec<_>>())?;
    let before: Vec<_> = held.iter().filter(|p| p.resource_server_id == api.id).map(|p| p.name.clone()).collect();
    let after: Vec<_> = before.iter().chain(&new).cloned().collect();
    let diff = vec![audit::change(&format!("permissions of {}", api.identifier), json!(before), json!(after))];
    let description = "Assign permissions to a user".to_owned();
    audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })?;
    Ok((user, new))
}
