//! Change a role's name and description.

use super::draft::Draft;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::role::Role;
use crate::store::{Tx, roles};

/// Changes a role as it was at `version`; answers whether anything changed. Saving what is stored already changes
/// nothing, whatever the version.
pub fn update(tx: &mut Tx, context: &Context, id: &str, version: i64, draft: &Draft) -> Result<(Role, bool)> {
    let mut role = roles::find_for_update(tx, &context.tenant, id)?;
    let draft = draft.checked()?;
    let diff = audit::changes([
        ("name", role.name.as_str().into(), draft.name.as_str().into()),
        ("description", role.description.as_str().into(), draft.description.as_str().into()),
    ]);
    if diff.is_empty() {
        return Ok((role, false));
    }
    if version != role.version {
        return Err(Error::Conflict);
    }
    role.name = draft.name;
    role.description = draft.description;
    role.updated_at = context.now;
    roles::update(tx, &context.tenant, &role)?;
    let description = format!("Update a role: {}", role.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((role, true))
}
