//! One role: its settings and its permissions.

use crate::error::Result;
use crate::features::context::Context;
use crate::features::resource_servers::choice::{self, Choice};
use crate::features::resource_servers::show::PAGE;
use crate::model::paging::{Key, Page, Start, Total};
use crate::model::permission::Permission;
use crate::model::role::Role;
use crate::store::permission_list::{self, ListedPermission, Of};
use crate::store::{Tx, role_permissions, roles, user_roles};

/// A role and how many users have it.
pub fn show(tx: &mut Tx, context: &Context, id: &str) -> Result<(Role, i64)> {
    let role = roles::find(tx, &context.tenant, id)?;
    Ok((role, user_roles::count_of_role(tx, &context.tenant, id)?))
}

/// All permissions of a role, by API and name (at most 1,000).
pub fn all_permissions(tx: &mut Tx, context: &Context, id: &str) -> Result<Vec<Permission>> {
    roles::find(tx, &context.tenant, id)?;
    role_permissions::of_role(tx, &context.tenant, id)
}

/// What the Permissions tab of a role shows.
pub struct Permissions {
    pub role: Role,
    pub page: Page<ListedPermission>,
    pub total: Total,
}

/// A role and one page of its permissions, by API and name: three statements.
pub fn permissions(tx: &mut Tx, context: &Context, id: &str, search: &str, start: &Start) -> Result<Permissions> {
    let (tenant, of) = (&context.tenant, Of::Role(id));
    Ok(Permissions {
        role: roles::find(tx, tenant, id)?,
        page: permission_list::page(tx, tenant, of, search, PAGE, start)?,
        total: permission_list::total(tx, tenant, of, search)?,
    })
}

/// A permission's place in the list of its role, for the address of the next page.
pub fn key_of(listed: &ListedPermission) -> Key {
    Of::key_by_api(&listed.permission)
}

/// What can still be added to a role: the APIs, and of the chosen one the permissions.
pub fn addable(tx: &mut Tx, context: &Context, id: &str, api: Option<&str>) -> Result<(Role, Choice)> {
    let role = roles::find(tx, &context.tenant, id)?;
    let choice = choice::of(tx, context, api, |tx, api| role_permissions::names(tx, &context.tenant, id, &api.id))?;
    Ok((role, choice))
}
