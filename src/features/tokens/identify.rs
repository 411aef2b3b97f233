//! Whom a token names that a user got here when they signed in.

use super::keys;
use crate::error::Result;
use crate::model::Timestamp;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use crate::security::jwt::{self, IdClaims};
use crate::store::Tx;

/// The user of an ID token that was made at the address `base` (without a slash at the end) for an application; none
/// when the token is not to be believed.
pub fn identify(
    tx: &mut Tx,
    tenant: &TenantId,
    token: &str,
    (base, client): (&str, &str),
    now: Timestamp,
) -> Result<Option<UserId>> {
    let Some(kid) = jwt::kid(token) else { return Ok(None) };
    let Some(key) = keys::believed(tx, tenant, &kid)? else { return Ok(None) };
    let Ok(claims) = jwt::verify::<IdClaims>(token, &key.modulus, &key.exponent) else { return Ok(None) };
    let ours = claims.iss.strip_suffix('/') == Some(base);
    let theirs = claims.aud.all().iter().any(|audience| audience == client);
    let good = claims.exp > now.and_utc().timestamp() && !claims.sub.is_empty();
    Ok((ours && theirs && good).then(|| UserId::from_text(claims.sub)))
}
