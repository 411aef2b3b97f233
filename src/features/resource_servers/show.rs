//! One API: its settings, its permissions and who has them.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use crate::store::{Tx, permissions, resource_servers, role_permissions, user_permissions};

pub use crate::store::resource_servers::Uses;

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
    let uses = resource_servers::uses(tx, &context.tenant, Some(id))?;
    Ok((api, uses.into_iter().next().unwrap_or_default()))
}

/// An API and its permissions: four statements.
pub fn permissions(tx: &mut Tx, context: &Context, id: &str) -> Result<(ResourceServer, Vec<Used>)> {
    let tenant = &context.tenant;
    let api = resource_servers::find(tx, tenant, id)?;
    let all = permissions::of_api(tx, tenant, &api)?;
    let roles = role_permissions::of_api(tx, tenant, id)?;
    let users = user_permissions::counts_of_api(tx, tenant, id)?;
    let used = |permission: Permission| Used {
        roles: roles
            .iter()
            .filter(|r| r.0 == permission.name)
            .map(|(_, id, name)| (id.clone(), name.clone()))
            .collect(),
        users: users.iter().find(|u| u.0 == permission.name).map_or(0, |u| u.1),
        permission,
    };
    Ok((api, all.into_iter().map(used).collect()))
}

/// One permission of an API.
pub fn permission(tx: &mut Tx, context: &Context, id: &str, name: &str) -> Result<(ResourceServer, Used)> {
    let (api, all) = permissions(tx, context, id)?;
    let used = all.into_iter().find(|u| u.permission.name == name);
    Ok((api, used.ok_or(crate::error::Error::NotFound("permission"))?))
}
