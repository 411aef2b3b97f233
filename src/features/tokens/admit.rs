//! Letting the bearer of a token into the Management API.

use super::keys;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::management_scope::API_PATH;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use crate::security::jwt::{self, Claims, Unsound};
use crate::store::{Tx, applications, resource_servers};

/// Who calls: an application, in its own name or in a user's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    pub client_id: String,
    pub client_name: String,
    /// The user who called through the application; none when it called by itself.
    pub user: Option<UserId>,
    pub scopes: Vec<String>,
}

impl Caller {
    /// Whether its token carries a scope.
    pub fn has(&self, scope: &str) -> bool {
        self.scopes.iter().any(|held| held == scope)
    }
}

/// Why a token lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Denial {
    Invalid,
    Expired,
    Signature,
}

/// Reads a token that was brought to a tenant's API at the address `base` (without a slash at the end). Keys belong to
/// a tenant, so that another tenant's token has no right signature here.
pub fn admit(
    tx: &mut Tx,
    tenant: &TenantId,
    token: &str,
    base: &str,
    now: Timestamp,
) -> Result<Result<Caller, Denial>> {
    let Some(kid) = jwt::kid(token) else { return Ok(Err(Denial::Invalid)) };
    let Some(key) = keys::believed(tx, tenant, &kid)? else { return Ok(Err(Denial::Signature)) };
    let claims = match jwt::verify::<Claims>(token, &key.modulus, &key.exponent) {
        Ok(claims) => claims,
        Err(Unsound::Signature) => return Ok(Err(Denial::Signature)),
        Err(Unsound::Claims) => return Ok(Err(Denial::Invalid)),
    };
    let seconds = now.and_utc().timestamp();
    if claims.exp <= seconds {
        return Ok(Err(Denial::Expired));
    }
    if claims.nbf.is_some_and(|from| from > seconds) || !is_ours(tx, tenant, &claims, base)? {
        return Ok(Err(Denial::Invalid));
    }
    // An application that is gone has left its tokens behind.
    let application = match applications::find(tx, tenant, &claims.azp) {
        Err(Error::NotFound(_)) => return Ok(Err(Denial::Invalid)),
        found => found?,
    };
    let own = format!("{}@clients", claims.azp);
    Ok(Ok(Caller {
        client_id: claims.azp,
        client_name: application.name,
        user: (claims.sub != own).then(|| UserId::from_text(claims.sub)),
        scopes: claims.scope.split_whitespace().map(str::to_owned).collect(),
    }))
}

/// Whether a token was made here and for the Management API: under the address it is brought to, or the one that the
/// API's identifier names.
fn is_ours(tx: &mut Tx, tenant: &TenantId, claims: &Claims, base: &str) -> Result<bool> {
    let at = |base: &str| {
        claims.iss.strip_suffix('/') == Some(base)
            && claims.aud.all().iter().any(|aud| aud.strip_suffix(API_PATH) == Some(base))
    };
    if at(base) {
        return Ok(true);
    }
    let api = resource_servers::system(tx, tenant)?;
    Ok(api.as_ref().and_then(|api| api.identifier.strip_suffix(API_PATH)).is_some_and(at))
}
