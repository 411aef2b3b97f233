//! The keys that sign a tenant's tokens: one signs, the next is published already, former ones are still believed.

use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::signing_key::{KeyState, SigningKey};
use crate::model::tenant::TenantId;
use crate::security::jwt::{NewKey, PublicKey};
use crate::security::seal::Sealer;
use crate::store::{Tx, signing_keys};

/// The key that signs now; none before the tenant's first token.
pub fn current(tx: &mut Tx, tenant: &TenantId) -> Result<Option<SigningKey>> {
    signing_keys::in_state(tx, tenant, KeyState::Current)
}

/// Keeps a tenant's first two keys, unless somebody else was quicker; answers with the key that signs.
pub fn begin(
    tx: &mut Tx,
    tenant: &TenantId,
    [first, second]: &[NewKey; 2],
    sealer: &Sealer,
    now: Timestamp,
) -> Result<SigningKey> {
    signing_keys::lock(tx, tenant)?;
    if let Some(current) = current(tx, tenant)? {
        return Ok(current);
    }
    let current = sealed(tenant, first, KeyState::Current, sealer, now)?;
    signing_keys::insert(tx, tenant, &current)?;
    signing_keys::insert(tx, tenant, &sealed(tenant, second, KeyState::Next, sealer, now)?)?;
    Ok(current)
}

/// The private key of a stored one, in PEM.
pub fn open(tenant: &TenantId, key: &SigningKey, sealer: &Sealer) -> Result<String> {
    sealer.open(&SigningKey::place(tenant, &key.kid), &key.sealed_key)
}

/// A tenant's keys, the newest first.
pub fn all(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<SigningKey>> {
    signing_keys::all(tx, tenant)
}

/// The public keys of all whose tokens are believed.
pub fn published(tx: &mut Tx, tenant: &TenantId) -> Result<Vec<PublicKey>> {
    let keys = signing_keys::all(tx, tenant)?.into_iter().filter(|key| key.state != KeyState::Revoked);
    Ok(keys.map(|key| PublicKey::of(&key.kid, &key.modulus, &key.exponent, &key.certificate)).collect())
}

/// The key a token names, if its tokens are believed.
pub fn believed(tx: &mut Tx, tenant: &TenantId, kid: &str) -> Result<Option<SigningKey>> {
    match signing_keys::find(tx, tenant, kid) {
        Ok(key) => Ok(Some(key).filter(|key| key.state != KeyState::Revoked)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}

pub(super) fn sealed(
    tenant: &TenantId,
    new: &NewKey,
    state: KeyState,
    sealer: &Sealer,
    now: Timestamp,
) -> Result<SigningKey> {
    Ok(SigningKey {
        kid: new.kid.clone(),
        state,
        modulus: new.modulus.clone(),
        exponent: new.exponent.clone(),
        certificate: new.certificate.clone(),
        sealed_key: sealer.seal(&SigningKey::place(tenant, &new.kid), &new.private_key)?,
        created_at: now,
        current_since: (state == KeyState::Current).then_some(now),
        current_until: None,
        revoked_at: None,
    })
}
