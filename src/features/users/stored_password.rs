//! The password a login compares with, and its upgrade when it came from another system.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::identity::Identity;
use crate::security::password::StoredPassword;
use crate::store::{Tx, password_credentials};

/// An identity's password, for [`crate::security::password::PasswordHashes::verify_and_upgrade`].
pub fn stored_password(tx: &mut Tx, context: &Context, identity: &Identity) -> Result<Option<StoredPassword>> {
    let found = password_credentials::find(tx, &context.tenant, identity)?;
    Ok(found.map(|credential| match credential.imported {
        Some(imported) => StoredPassword::Imported(imported),
        None => StoredPassword::Own(credential.hash),
    }))
}

/// Keeps the new hash of a password that was verified, in the transaction of the login and under its log event. When
/// the password has been changed meanwhile, that one stays.
pub fn upgrade(tx: &mut Tx, context: &Context, identity: &Identity, verified: &str, hash: &str) -> Result<bool> {
    let found = password_credentials::find(tx, &context.tenant, identity)?;
    if found.is_none_or(|credential| credential.imported.as_deref() != Some(verified)) {
        return Ok(false);
    }
    password_credentials::put(tx, &context.tenant, identity, hash, context.now, false)?;
    Ok(true)
}
