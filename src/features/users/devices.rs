//! The Devices tab: the refresh tokens a user's devices hold.

use super::details::{self, Header};
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::device::Device;
use crate::model::user::UserId;
use crate::store::{Tx, device_credentials};

/// The header and the devices, the newest first.
pub fn devices(tx: &mut Tx, context: &Context, id: &UserId) -> Result<(Header, Vec<Device>)> {
    let header = details::header(tx, context, id)?;
    Ok((header, device_credentials::of_user(tx, &context.tenant, id)?))
}

/// A window of all users' devices, or of those of an application, and how many there are.
pub fn window(
    tx: &mut Tx,
    context: &Context,
    client: Option<&str>,
    window: (usize, usize),
) -> Result<(Vec<(UserId, Device)>, i64)> {
    device_credentials::window(tx, &context.tenant, client, window)
}

/// A device by its id alone, and whose it is.
pub fn find(tx: &mut Tx, context: &Context, device: &str) -> Result<(UserId, Device)> {
    let owner = device_credentials::owner(tx, &context.tenant, device)?.ok_or(Error::NotFound("refresh token"))?;
    let all = device_credentials::of_user(tx, &context.tenant, &owner)?;
    let found = all.into_iter().find(|d| d.id == device).ok_or(Error::NotFound("refresh token"))?;
    Ok((owner, found))
}

/// One of them.
pub fn device(tx: &mut Tx, context: &Context, id: &UserId, device: &str) -> Result<(Header, Device)> {
    let (header, all) = devices(tx, context, id)?;
    let found = all.into_iter().find(|d| d.id == device).ok_or(Error::NotFound("device"))?;
    Ok((header, found))
}
