//! Revoking many refresh tokens: those that are named, a user's, or an application's.

use super::unlink_device::unlink_device;
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::user::UserId;
use crate::store::{Tx, device_credentials};

/// Which ones.
#[derive(Debug, Clone)]
pub enum Which {
    Named(Vec<String>),
    /// Those of a user, of all applications or of one.
    OfUser(UserId, Option<String>),
    /// Those of an application, whoever has them.
    OfApplication(String),
}

/// Revokes them, each with its log event. Safe to repeat.
pub fn revoke_tokens(tx: &mut Tx, context: &Context, which: &Which) -> Result<()> {
    match which {
        Which::Named(ids) => {
            for id in ids {
                if let Some(owner) = device_credentials::owner(tx, &context.tenant, id)? {
                    unlink_device(tx, context, &owner, id)?;
                }
            }
            Ok(())
        }
        Which::OfUser(user, application) => of_user(tx, context, user, application.as_deref()),
        Which::OfApplication(application) => {
            for user in device_credentials::users_of_application(tx, &context.tenant, application)? {
                of_user(tx, context, &user, Some(application))?;
            }
            Ok(())
        }
    }
}

fn of_user(tx: &mut Tx, context: &Context, user: &UserId, application: Option<&str>) -> Result<()> {
    for device in device_credentials::of_user(tx, &context.tenant, user)? {
        if application.is_some_and(|application| application != device.client_id) {
            continue;
        }
        match unlink_device(tx, context, user, &device.id) {
            Ok(_) | Err(Error::NotFound(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}
