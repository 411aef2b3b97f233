//! Unlink a device: its refresh token is revoked, and no other.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::device::Device;
use crate::model::user::{User, UserId};
use crate::store::{Tx, device_credentials, users};
use serde_json::Value;

/// Revokes the refresh token of one device; answers with the user and the device. Safe to repeat: of a device that is
/// gone it answers with none, and nothing is logged.
pub fn unlink_device(tx: &mut Tx, context: &Context, id: &UserId, device: &str) -> Result<(User, Option<Device>)> {
    let tenant = &context.tenant;
    let user = users::find_for_update(tx, tenant, id)?;
    match device_credentials::owner(tx, tenant, device)? {
        None => return Ok((user, None)),
        Some(owner) if owner != *id => return Err(Error::NotFound("device")),
        Some(_) => {}
    }
    let found = device_credentials::of_user(tx, tenant, id)?.into_iter().find(|d| d.id == device);
    let device = found.ok_or(Error::NotFound("device"))?;
    device_credentials::delete(tx, tenant, &device.id)?;
    let diff = vec![
        audit::change("device", device.name.as_str(), Value::Null),
        audit::change("application", device.application.as_str(), Value::Null),
        audit::change("refresh_token", "*****", Value::Null),
    ];
    let description = format!("Unlink a device: {}", device.name);
    audit::record(tx, context, Entry { code: "srrt", description, user: Some(&user), diff })?;
    Ok((user, Some(device)))
}
