//! Revoke an authorization: the grant goes, and with it the application's refresh tokens of this user.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::grant::Grant;
use crate::model::user::{User, UserId};
use crate::store::{Tx, device_credentials, grants, users};
use serde_json::{Value, json};

/// What was revoked.
#[derive(Debug, Clone)]
pub struct Revoked {
    pub grant: Grant,
    /// Refresh tokens that went with it.
    pub devices: usize,
}

/// Revokes a grant. Safe to repeat: of a grant that is gone it answers with none, and nothing is logged.
pub fn revoke_grant(tx: &mut Tx, context: &Context, id: &UserId, grant: &str) -> Result<(User, Option<Revoked>)> {
    let tenant = &context.tenant;
    let user = users::find_for_update(tx, tenant, id)?;
    match grants::owner(tx, tenant, grant)? {
        None => return Ok((user, None)),
        Some(owner) if owner != *id => return Err(Error::NotFound("authorization")),
        Some(_) => {}
    }
    let found = grants::of_user(tx, tenant, id)?.into_iter().find(|g| g.id == grant);
    let grant = found.ok_or(Error::NotFound("authorization"))?;
    grants::delete(tx, tenant, &grant.id)?;
    let devices = device_credentials::delete_of_application(tx, tenant, id, &grant.client_id)?;
    let before = json!({ "application": grant.application, "audience": grant.audience, "scopes": grant.scopes });
    let diff = vec![audit::change("grant", before, Value::Null), audit::change("refresh_tokens", devices, 0)];
    let description = format!("Revoke an authorized application: {}", grant.application);
    audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })?;
    Ok((user, Some(Revoked { grant, devices })))
}
