//! Delete an API, and with it its permissions wherever they are assigned.

use super::system;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::resource_server::ResourceServer;
use crate::store::{Tx, resource_servers};
use serde_json::Value;

/// Deletes an API; answers with it, or with none when it was gone already.
pub fn delete(tx: &mut Tx, context: &Context, id: &str) -> Result<Option<ResourceServer>> {
    let tenant = &context.tenant;
    let api = match resource_servers::find_for_update(tx, tenant, id) {
        Err(Error::NotFound(_)) => return Ok(None),
        found => found?,
    };
    system::refuse(&api)?;
    let uses = resource_servers::uses(tx, tenant, id)?;
    resource_servers::delete(tx, tenant, id)?;
    let diff = vec![
        audit::change("name", api.name.as_str(), Value::Null),
        audit::change("identifier", api.identifier.as_str(), Value::Null),
        audit::change("permissions", uses.permissions, 0),
    ];
    let description = format!("Delete an API: {}", api.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(Some(api))
}
