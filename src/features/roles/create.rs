//! Create a role.

use super::draft::Draft;
use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::role::Role;
use crate::store::{Tx, roles};
use serde_json::Value;

/// Adds a role without permissions; a second one of the same name is refused.
pub fn create(tx: &mut Tx, context: &Context, draft: &Draft) -> Result<Role> {
    let draft = draft.checked()?;
    let role = Role {
        id: context.ids.prefixed("rol"),
        name: draft.name,
        description: draft.description,
        created_at: context.now,
        updated_at: context.now,
        version: 1,
    };
    roles::insert(tx, &context.tenant, &role)?;
    let diff = vec![
        audit::change("name", Value::Null, role.name.as_str()),
        audit::change("description", Value::Null, role.description.as_str()),
    ];
    let description = format!("Create a role: {}", role.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(role)
}
