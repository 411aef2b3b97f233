//! The Roles tab: the roles a user has, and those that can still be assigned.

use super::details::{self, Header};
use crate::error::Result;
use crate::features::context::Context;
use crate::model::role::Role;
use crate::model::user::UserId;
use crate::store::{Tx, roles, user_roles};

/// Roles the drop-down offers.
pub const OFFERED: usize = 50;

/// What the tab shows.
#[derive(Debug, Clone)]
pub struct UserRoles {
    pub header: Header,
    pub assigned: Vec<Role>,
    /// The first [`OFFERED`] roles the user does not have.
    pub offered: Vec<Role>,
    /// Whether there are more than are offered.
    pub more: bool,
}

/// Reads the tab.
pub fn user_roles(tx: &mut Tx, context: &Context, id: &UserId) -> Result<UserRoles> {
    let header = details::header(tx, context, id)?;
    let assigned = user_roles::of_user(tx, &context.tenant, id)?;
    let enough = OFFERED + assigned.len() + 1;
    let mut offered = roles::all(tx, &context.tenant, i64::try_from(enough).unwrap_or(i64::MAX))?;
    offered.retain(|role| !assigned.iter().any(|a| a.id == role.id));
    let more = offered.len() > OFFERED;
    offered.truncate(OFFERED);
    Ok(UserRoles { header, assigned, offered, more })
}
