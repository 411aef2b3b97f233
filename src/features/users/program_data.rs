//! Data that programs keep with a user's session or refresh token.

use super::devices;
use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::device::Device;
use crate::model::session::Session;
use crate::model::user::UserId;
use crate::store::{Tx, device_credentials, user_sessions, users};

/// Replaces what is kept with a session. Safe to repeat: what is so already stays, and nothing is logged.
pub fn set_of_session(tx: &mut Tx, context: &Context, id: &str, metadata: &JsonObject) -> Result<(UserId, Session)> {
    let (owner, session) = user_sessions::find(tx, &context.tenant, id)?;
    if session.metadata != *metadata {
        user_sessions::set_metadata(tx, &context.tenant, id, metadata)?;
        record(tx, context, &owner, "Update a session of a user", &session.metadata, metadata)?;
    }
    Ok((owner, Session { metadata: metadata.clone(), ..session }))
}

/// Likewise of a refresh token.
pub fn set_of_token(tx: &mut Tx, context: &Context, id: &str, metadata: &JsonObject) -> Result<(UserId, Device)> {
    let (owner, device) = devices::find(tx, context, id)?;
    if device.metadata != *metadata {
        device_credentials::set_metadata(tx, &context.tenant, id, metadata)?;
        record(tx, context, &owner, "Update a refresh token of a user", &device.metadata, metadata)?;
    }
    Ok((owner, Device { metadata: metadata.clone(), ..device }))
}

fn record(
    tx: &mut Tx,
    context: &Context,
    owner: &UserId,
    description: &str,
    before: &JsonObject,
    after: &JsonObject,
) -> Result<()> {
    let user = users::find(tx, &context.tenant, owner)?;
    let diff = vec![audit::change("metadata", before.clone(), after.clone())];
    audit::record(tx, context, Entry { code: "sapi", description: description.to_owned(), user: Some(&user), diff })
}
