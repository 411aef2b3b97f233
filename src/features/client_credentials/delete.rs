//! Take a key away from an application.

use super::list;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::store::{Tx, client_credentials};
use serde_json::Value;

/// Deletes a key; answers whether there was one.
pub fn delete(tx: &mut Tx, context: &Context, client_id: &str, id: &str) -> Result<bool> {
    let credential = match list::find(tx, context, client_id, id) {
        Err(Error::NotFound(_)) => return Ok(false),
        found => found?,
    };
    client_credentials::delete(tx, &context.tenant, id)?;
    let diff = vec![audit::change("kid", credential.kid.as_str(), Value::Null)];
    let description = format!("Delete a client credential: {}", credential.kid);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(true)
}
