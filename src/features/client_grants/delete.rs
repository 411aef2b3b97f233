//! Take a grant back. Tokens that were given out stay as they are until they expire.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::store::{Tx, client_grants};
use serde_json::Value;

/// Deletes a grant; answers whether there was one.
pub fn delete(tx: &mut Tx, context: &Context, id: &str) -> Result<bool> {
    let grant = match client_grants::find(tx, &context.tenant, id) {
        Err(Error::NotFound(_)) => return Ok(false),
        found => found?,
    };
    client_grants::delete(tx, &context.tenant, id)?;
    let diff = vec![
        audit::change("client_id", grant.client_id.as_str(), Value::Null),
        audit::change("audience", grant.audience.as_str(), Value::Null),
    ];
    let description = format!("Delete a client grant: {}", grant.client_id);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(true)
}
