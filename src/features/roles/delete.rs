//! Delete a role; whoever had it loses it.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::role::Role;
use crate::store::{Tx, roles, user_roles};
use serde_json::Value;

/// Deletes a role; answers with it, or with none when it was gone already.
pub fn delete(tx: &mut Tx, context: &Context, id: &str) -> Result<Option<Role>> {
    let role = match roles::find_for_update(tx, &context.tenant, id) {
        Err(Error::NotFound(_)) => return Ok(None),
        found => found?,
    };
    let users = user_roles::count_of_role(tx, &context.tenant, id)?;
    roles::delete(tx, &context.tenant, id)?;
    let diff = vec![
        audit::change("name", role.name.as_str(), Value::Null),
        audit::change("description", role.description.as_str(), Value::Null),
        audit::change("users", users, 0),
    ];
    let description = format!("Delete a role: {}", role.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(Some(role))
}
