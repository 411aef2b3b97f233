//! Rotate the signing keys, and revoke one that signs no more.

use super::keys;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::signing_key::{KeyState, SigningKey};
use crate::security::jwt::NewKey;
use crate::security::seal::Sealer;
use crate::store::{Tx, signing_keys};
use serde_json::Value;

/// The next key signs from now on, the current one is believed until its tokens expire, and a new one is published to
/// be next; answers with that one.
pub fn rotate(tx: &mut Tx, context: &Context, new: &NewKey, sealer: &Sealer) -> Result<SigningKey> {
    let (tenant, now) = (&context.tenant, context.now);
    signing_keys::lock(tx, tenant)?;
    let missing = || Error::NotFound("signing key");
    let current = signing_keys::in_state(tx, tenant, KeyState::Current)?.ok_or_else(missing)?;
    let next = signing_keys::in_state(tx, tenant, KeyState::Next)?.ok_or_else(missing)?;
    let previous = SigningKey { state: KeyState::Previous, current_until: Some(now), ..current };
    signing_keys::update(tx, tenant, &previous)?;
    let current = SigningKey { state: KeyState::Current, current_since: Some(now), ..next };
    signing_keys::update(tx, tenant, &current)?;
    let next = keys::sealed(tenant, new, KeyState::Next, sealer, now)?;
    signing_keys::insert(tx, tenant, &next)?;
    let diff = vec![
        audit::change("current", previous.kid.as_str(), current.kid.as_str()),
        audit::change("next", current.kid.as_str(), next.kid.as_str()),
    ];
    let description = "Rotate the signing keys".to_owned();
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(next)
}

/// Refuses the tokens of a former key from now on. Safe to repeat; a key that signs or will sign is rotated first.
pub fn revoke(tx: &mut Tx, context: &Context, kid: &str) -> Result<SigningKey> {
    let tenant = &context.tenant;
    signing_keys::lock(tx, tenant)?;
    let key = signing_keys::find(tx, tenant, kid)?;
    match key.state {
        KeyState::Revoked => return Ok(key),
        KeyState::Previous => {}
        KeyState::Current | KeyState::Next => {
            return Err(Error::unsupported("kid", "Only a previous key can be revoked; rotate the keys first."));
        }
    }
    let key = SigningKey { state: KeyState::Revoked, revoked_at: Some(context.now), ..key };
    signing_keys::update(tx, tenant, &key)?;
    let diff = vec![audit::change("revoked", Value::Null, key.kid.as_str())];
    let description = "Revoke a signing key".to_owned();
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(key)
}
