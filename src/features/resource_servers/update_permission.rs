//! Change the description of a permission; its name never changes, for tokens carry it.

use super::{draft, system};
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::permission::Permission;
use crate::store::{Tx, permissions, resource_servers};

/// Changes a description that was `before` when the form was opened; answers whether anything changed.
pub fn update_permission(
    tx: &mut Tx,
    context: &Context,
    api: &str,
    name: &str,
    before: &str,
    description: &str,
) -> Result<(Permission, bool)> {
    let tenant = &context.tenant;
    let api = resource_servers::find_for_update(tx, tenant, api)?;
    system::refuse(&api)?;
    let mut permission = permissions::find(tx, tenant, &api, name)?;
    let description = draft::description(description)?;
    if description == permission.description {
        return Ok((permission, false));
    }
    if before != permission.description {
        return Err(Error::Conflict);
    }
    let field = format!("{name} of {}", api.identifier);
    let diff = vec![audit::change(&field, permission.description.as_str(), description.as_str())];
    permission.description = description;
    permissions::set_description(tx, tenant, &permission)?;
    let description = format!("Update a permission of an API: {name}");
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((permission, true))
}
