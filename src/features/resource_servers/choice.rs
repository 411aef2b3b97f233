//! Choosing permissions: first an API, then some of its permissions. Users and roles are given permissions this way.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use crate::store::{Tx, permissions, resource_servers};

/// What can be chosen.
#[derive(Debug, Clone)]
pub struct Choice {
    pub apis: Vec<ResourceServer>,
    pub chosen: Option<ResourceServer>,
    /// The permissions of the chosen API, and whether each is held already.
    pub permissions: Vec<(Permission, bool)>,
}

/// The APIs, and the permissions of the chosen one (of the only one, when there is but one). `held` names those of it
/// that are held already.
pub fn of(
    tx: &mut Tx,
    context: &Context,
    api: Option<&str>,
    held: impl FnOnce(&mut Tx, &ResourceServer) -> Result<Vec<String>>,
) -> Result<Choice> {
    let apis = resource_servers::all(tx, &context.tenant)?;
    let chosen = match api {
        Some(id) => Some(apis.iter().find(|a| a.id == id).ok_or(Error::NotFound("API"))?.clone()),
        None => apis.first().filter(|_| apis.len() == 1).cloned(),
    };
    let permissions = match &chosen {
        Some(api) => {
            let held = held(tx, api)?;
            let all = permissions::of_api(tx, &context.tenant, api)?;
            all.into_iter().map(|p| (held.contains(&p.name), p)).map(|(held, p)| (p, held)).collect()
        }
        None => Vec::new(),
    };
    Ok(Choice { apis, chosen, permissions })
}

/// Refuses an empty choice and names that the API does not have.
pub fn require(tx: &mut Tx, context: &Context, api: &ResourceServer, names: &[String]) -> Result<()> {
    if names.is_empty() {
        return Err(Error::field("permission", "Tick at least one permission."));
    }
    for name in names {
        permissions::find(tx, &context.tenant, api, name)?;
    }
    Ok(())
}
