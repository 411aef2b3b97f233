//! The Authorized Applications tab: what a user has let applications do for them.

use super::details::{self, Header};
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::grant::Grant;
use crate::model::user::UserId;
use crate::store::{Tx, device_credentials, grants};

/// The header and the grants, by application.
pub fn authorized_applications(tx: &mut Tx, context: &Context, id: &UserId) -> Result<(Header, Vec<Grant>)> {
    let header = details::header(tx, context, id)?;
    Ok((header, grants::of_user(tx, &context.tenant, id)?))
}

/// One grant, and how many of the user's devices would lose their access with it.
pub fn grant(tx: &mut Tx, context: &Context, id: &UserId, grant: &str) -> Result<(Header, Grant, usize)> {
    let (header, all) = authorized_applications(tx, context, id)?;
    let found = all.into_iter().find(|g| g.id == grant).ok_or(Error::NotFound("authorization"))?;
    let devices = device_credentials::of_user(tx, &context.tenant, id)?;
    let losing = devices.iter().filter(|d| d.client_id == found.client_id).count();
    Ok((header, found, losing))
}
