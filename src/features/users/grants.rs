//! Grants of all users of a tenant, as programs look through them and revoke them.

use super::revoke_grant::revoke_grant;
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::grant::StoredGrant;
use crate::model::user::UserId;
use crate::store::{Tx, grants};

pub use crate::store::grants::Filter;

/// Some of the grants that fit, by id, and how many fit: two statements.
pub fn list(
    tx: &mut Tx,
    context: &Context,
    filter: &Filter,
    window: (usize, usize),
) -> Result<(Vec<StoredGrant>, i64)> {
    Ok((grants::window(tx, &context.tenant, filter, window)?, grants::count(tx, &context.tenant, filter)?))
}

/// Revokes a grant by its id alone. Safe to repeat.
pub fn revoke(tx: &mut Tx, context: &Context, grant: &str) -> Result<()> {
    match grants::owner(tx, &context.tenant, grant)? {
        Some(owner) => revoke_grant(tx, context, &owner, grant).map(drop),
        None => Ok(()),
    }
}

/// Revokes all grants of a user. Safe to repeat, also of a user who is gone.
pub fn revoke_all(tx: &mut Tx, context: &Context, user: &UserId) -> Result<()> {
    for grant in grants::of_user(tx, &context.tenant, user)? {
        match revoke_grant(tx, context, user, &grant.id) {
            Ok(_) | Err(Error::NotFound(_)) => {}
            Err(other) => return Err(other),
        }
    }
    Ok(())
}
