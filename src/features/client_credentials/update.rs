//! Change when a key expires.

use super::list;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::client_credential::ClientCredential;
use crate::model::{Timestamp, iso};
use crate::store::{Tx, client_credentials};
use serde_json::Value;

/// Sets or takes away the instant from which a key proves nothing. Safe to repeat.
pub fn update(
    tx: &mut Tx,
    context: &Context,
    client_id: &str,
    id: &str,
    expires_at: Option<Timestamp>,
) -> Result<ClientCredential> {
    let before = list::find(tx, context, client_id, id)?;
    if before.expires_at == expires_at {
        return Ok(before);
    }
    if expires_at.is_some_and(|at| at <= context.now) {
        return Err(Error::field("expires_at", "This is in the past."));
    }
    let text = |at: Option<Timestamp>| at.map_or(Value::Null, |at| iso(at).into());
    let diff = vec![audit::change("expires_at", text(before.expires_at), text(expires_at))];
    let credential = ClientCredential { expires_at, updated_at: context.now, ..before };
    client_credentials::set_expiry(tx, &context.tenant, &credential)?;
    let description = format!("Update a client credential: {}", credential.kid);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(credential)
}
