//! Create an API.

use super::draft;
use crate::error::{FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::resource_server::ResourceServer;
use crate::store::{Tx, resource_servers};
use serde_json::Value;

/// Adds an API without permissions. Its identifier never changes; a second one of the same identifier is refused.
pub fn create(tx: &mut Tx, context: &Context, name: &str, identifier: &str) -> Result<ResourceServer> {
    let mut errors = FieldErrors::default();
    let name = errors.keep(draft::name(name));
    let identifier = errors.keep(draft::identifier(identifier));
    let (Some(name), Some(identifier)) = (name, identifier) else { return Err(errors.into()) };
    let api = ResourceServer {
        id: context.ids.hex(12),
        name,
        identifier,
        is_system: false,
        created_at: context.now,
        updated_at: context.now,
        version: 1,
    };
    resource_servers::insert(tx, &context.tenant, &api)?;
    let diff = vec![
        audit::change("name", Value::Null, api.name.as_str()),
        audit::change("identifier", Value::Null, api.identifier.as_str()),
    ];
    let description = format!("Create an API: {}", api.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(api)
}
