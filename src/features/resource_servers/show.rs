//! One API: its settings, its permissions and who has them.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::paging::{Page, Start, Total};
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use crate::store::permission_list::{self, ListedPermission, Of};
use crate::store::{Tx, permissions, resource_servers, role_permissions, user_permissions};

pub use crate::store::resource_servers::Uses;

/// Permissions of one page.
pub const PAGE: usize = 50;

/// A permission and who has it.
#[derive(Debug, Clone)]
pub struct Used {
    pub permission: Permission,
    /// Ids and names of the roles that hold it.
    pub roles: Vec<(String, String)>,
    /// How many users have it directly.
    pub users: i64,
}

/// An API and how much uses it.
pub fn show(tx: &mut Tx, context: &Context, id: &str) -> Result<(ResourceServer, Uses)> {
    let api = resource_servers::find(tx, &context.tenant, id)?;
    Ok((api, resource_servers::uses(tx, &context.tenant, id)?))
}

/// The tenant's Management API.
pub fn system(tx: &mut Tx, context: &Context) -> Result<ResourceServer> {
    resource_servers::system(tx, &context.tenant)?.ok_or(Error::NotFound("API"))
}

/// The API of an identifier.
pub fn by_identifier(tx: &mut Tx, context: &Context, identifier: &str) -> Result<ResourceServer> {
    resource_servers::by_identifier(tx, &context.tenant, identifier)?.ok_or(Error::NotFound("API"))
}

/// Every API with its permissions, by name: two statements.
pub fn all(tx: &mut Tx, context: &Context) -> Result<Vec<(ResourceServer, Vec<Permission>)>> {
    let mut permissions = permissions::all(tx, &context.tenant)?;
    let mut all = Vec::new();
    for api in resource_servers::all(tx, &context.tenant)? {
        let (mine, others) = permissions.into_iter().partition(|p| p.resource_server_id == api.id);
        permissions = others;
        all.push((api, mine));
    }
    Ok(all)
}

/// An API by its id or its identifier, with its permissions; `is_own` tells other names of the Management API.
pub fn named(
    tx: &mut Tx,
    context: &Context,
    name: &str,
    is_own: impl Fn(&str) -> bool,
) -> Result<(ResourceServer, Vec<Permission>)> {
    let tenant = &context.tenant;
    let found = match resource_servers::find(tx, tenant, name) {
        Err(Error::NotFound(_)) if is_own(name) => resource_servers::system(tx, tenant)?,
        Err(Error::NotFound(_)) => resource_servers::by_identifier(tx, tenant, name)?,
        found => Some(found?),
    };
    let api = found.ok_or(Error::NotFound("API"))?;
    let permissions = permissions::of_api(tx, tenant, &api)?;
    Ok((api, permissions))
}

/// What the Permissions tab of an API shows.
pub struct Permissions {
    pub api: ResourceServer,
    pub page: Page<Used>,
    pub total: Total,
}

/// An API and one page of its permissions: four statements.
pub fn permissions(tx: &mut Tx, context: &Context, id: &str, search: &str, start: &Start) -> Result<Permissions> {
    let (tenant, of) = (&context.tenant, Of::Api(id));
    let api = resource_servers::find(tx, tenant, id)?;
    let Page { rows, has_previous, has_next } = permission_list::page(tx, tenant, of, search, PAGE, start)?;
    let (first, last) = (rows.first().map(|r| &r.permission.name), rows.last().map(|r| &r.permission.name));
    let mut roles = match (first, last) {
        (Some(first), Some(last)) => role_permissions::of_api(tx, tenant, id, first, last)?,
        _ => Vec::new(),
    };
    let used = |listed: ListedPermission| {
        let (mine, others) = std::mem::take(&mut roles).into_iter().partition(|r| r.0 == listed.permission.name);
        roles = others;
        let mine: Vec<(String, String, String)> = mine;
        let holders = mine.into_iter().map(|(_, id, name)| (id, name)).collect();
        Used { roles: holders, users: listed.users, permission: listed.permission }
    };
    let page = Page { rows: rows.into_iter().map(used).collect(), has_previous, has_next };
    Ok(Permissions { api, page, total: permission_list::total(tx, tenant, of, search)? })
}

/// A permission's place in the list of its API, for the address of the next page.
pub fn key_of(used: &Used) -> crate::model::paging::Key {
    Of::key_by_name(&used.permission)
}

/// One permission of an API, and who has it.
pub fn permission(tx: &mut Tx, context: &Context, id: &str, name: &str) -> Result<(ResourceServer, Used)> {
    let tenant = &context.tenant;
    let api = resource_servers::find(tx, tenant, id)?;
    let permission = permissions::find(tx, tenant, &api, name)?;
    let roles = role_permissions::of_api(tx, tenant, id, name, name)?;
    let roles = roles.into_iter().map(|(_, id, name)| (id, name)).collect();
    let users = user_permissions::count_of(tx, tenant, &permission)?;
    Ok((api, Used { permission, roles, users }))
}
