//! One of a user's accounts, as bodies name it.

use crate::error::{Error, Result};
use crate::features::Tx;
use crate::features::context::Context;
use crate::features::users::profiles;
use crate::model::user::UserId;
use schemars::JsonSchema;
use serde::Deserialize;

/// The account.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
pub struct NamedIdentity {
    /// Its id at the provider
    #[schemars(length(min = 1))]
    user_id: String,
    /// Strategy of its connection
    #[schemars(length(min = 1))]
    provider: String,
    /// Id of its connection
    #[schemars(regex(pattern = r"^con_[A-Za-z0-9]{16}$"))]
    #[expect(dead_code, reason = "provider and id name one account")]
    connection_id: Option<String>,
}

/// Links are for the user's own address, which is that of the primary account. Answers with the address.
pub fn require_primary(
    tx: &mut Tx,
    context: &Context,
    id: &UserId,
    named: Option<&NamedIdentity>,
) -> Result<Option<String>> {
    let profile = profiles::one(tx, context, id)?;
    let Some(NamedIdentity { user_id, provider, .. }) = named else { return Ok(profile.user.email) };
    let whole = format!("{provider}|{user_id}");
    let is_it = |own: &str| own == whole || own == user_id;
    match profile.identities.iter().position(|i| i.provider == *provider && is_it(i.own_user_id().as_str())) {
        Some(0) => Ok(profile.user.email),
        Some(_) => Err(Error::unsupported("identity", "Only the address of the primary account can be meant.")),
        None => Err(Error::field("identity", "The user does not have this identity.")),
    }
}
