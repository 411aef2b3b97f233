//! One role: its settings and its permissions.

use crate::error::Result;
use crate::features::context::Context;
use crate::features::resource_servers::choice::{self, Choice};
use crate::model::permission::Permission;
use crate::model::role::Role;
use crate::store::{Tx, role_permissions, roles, user_roles};

/// A role and how many users have it.
pub fn show(tx: &mut Tx, context: &Context, id: &str) -> Result<(Role, i64)> {
    let role = roles::find(tx, &context.tenant, id)?;
    Ok((role, user_roles::count_of_role(tx, &context.tenant, id)?))
}

/// A role and its permissions, by API and name.
pub fn permissions(tx: &mut Tx, context: &Context, id: &str) -> Result<(Role, Vec<Permission>)> {
    let role = roles::find(tx, &context.tenant, id)?;
    Ok((role, role_permissions::of_role(tx, &context.tenant, id)?))
}

/// What can still be added to a role: the APIs, and of the chosen one the permissions.
pub fn addable(tx: &mut Tx, context: &Context, id: &str, api: Option<&str>) -> Result<(Role, Choice)> {
    let (role, held) = permissions(tx, context, id)?;
    Ok((role, choice::of(tx, context, api, &held)?))
}
