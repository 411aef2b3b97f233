//! Rename an API.

use super::{draft, system};
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::resource_server::ResourceServer;
use crate::store::{Tx, resource_servers};

/// Changes the name of an API as it was at `version`; answers whether anything changed.
pub fn update(tx: &mut Tx, context: &Context, id: &str, version: i64, name: &str) -> Result<(ResourceServer, bool)> {
    let mut api = resource_servers::find_for_update(tx, &context.tenant, id)?;
    system::refuse(&api)?;
    let name = draft::name(name)?;
    if name == api.name {
        return Ok((api, false));
    }
    if version != api.version {
        return Err(Error::Conflict);
    }
    let diff = vec![audit::change("name", api.name.as_str(), name.as_str())];
    api.name = name;
    api.updated_at = context.now;
    resource_servers::update(tx, &context.tenant, &api)?;
    let description = format!("Update an API: {}", api.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((api, true))
}
