//! Options of a connection that are secrets: sealed before they are kept, and told to nobody again.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::connection::Connection;
use crate::model::connection_options::is_secret;
use crate::model::tenant::TenantId;
use crate::security::seal::Sealer;
use serde_json::Value;

/// Puts the secrets of `sent` into `options`, sealed for the connection of a name that has been `before`. Who reads a
/// connection and writes it back cannot send them: one that is left out stays, and `null` takes it away. One that is
/// sent again is left as it is sealed, so that a repeated write changes nothing.
pub fn seal(
    context: &Context,
    sealer: &Sealer,
    name: &str,
    (before, sent): (&JsonObject, &JsonObject),
    options: &mut JsonObject,
) -> Result<()> {
    options.retain(|key, _| !is_secret(key));
    for (key, kept) in before.iter().filter(|(key, _)| is_secret(key) && !sent.contains_key(*key)) {
        options.insert(key.clone(), kept.clone());
    }
    for (key, value) in sent.iter().filter(|(key, value)| is_secret(key) && !value.is_null()) {
        let kept =
            before.get(key).filter(|kept| opened(sealer, &context.tenant, name, key, kept).as_ref() == Some(value));
        let sealed = match kept {
            Some(kept) => kept.clone(),
            None => sealed(sealer, &context.tenant, name, key, value)?,
        };
        options.insert(key.clone(), sealed);
    }
    Ok(())
}

/// A secret as it is kept.
pub(super) fn sealed(sealer: &Sealer, tenant: &TenantId, name: &str, key: &str, value: &Value) -> Result<Value> {
    let text = serde_json::to_string(value).map_err(Error::internal)?;
    Ok(sealer.seal(&place(tenant, name, key), &text)?.into())
}

/// The names of a connection's secrets that do not open.
pub(super) fn unopened(sealer: &Sealer, tenant: &TenantId, connection: &Connection) -> Vec<String> {
    let opens = |key: &str, kept: &Value| opened(sealer, tenant, &connection.name, key, kept).is_some();
    let secrets = connection.options.iter().filter(|(key, kept)| is_secret(key) && !kept.is_null());
    secrets.filter(|(key, kept)| !opens(key, kept)).map(|(key, _)| key.clone()).collect()
}

/// What a sealed secret opens to.
fn opened(sealer: &Sealer, tenant: &TenantId, name: &str, key: &str, kept: &Value) -> Option<Value> {
    let text = sealer.open(&place(tenant, name, key), kept.as_str()?).ok()?;
    serde_json::from_str(&text).ok()
}

fn place(tenant: &TenantId, name: &str, key: &str) -> String {
    format!("{tenant}/connections/{name}/{key}")
}
