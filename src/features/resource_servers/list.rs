//! The APIs page.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::resource_server::ResourceServer;
use crate::store::resource_servers::Uses;
use crate::store::{Tx, resource_servers};

/// The APIs by name, each with what uses it: two statements.
pub fn list(tx: &mut Tx, context: &Context) -> Result<Vec<(ResourceServer, Uses)>> {
    let uses = resource_servers::uses(tx, &context.tenant, None)?;
    let of = |api: &ResourceServer| uses.iter().find(|u| u.id == api.id).cloned().unwrap_or_default();
    let all = resource_servers::all(tx, &context.tenant)?;
    Ok(all.into_iter().map(|api| (of(&api), api)).map(|(uses, api)| (api, uses)).collect())
}
