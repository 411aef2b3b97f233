//! Assign roles to a user: from the user's Roles tab, from a role's Users tab and from the list.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::role::Role;
use crate::model::user::{User, UserId};
use crate::store::user_roles::{self, Assignment};
use crate::store::{Tx, roles, users};
use serde_json::json;

/// Assigns roles by id; answers with the user and the roles that are new to them. Safe to repeat: a role the user has
/// stays as it is, and nothing is logged when none is new.
pub fn assign_roles(tx: &mut Tx, context: &Context, id: &UserId, role_ids: &[String]) -> Result<(User, Vec<Role>)> {
    let tenant = &context.tenant;
    if role_ids.is_empty() {
        return Err(Error::field("role", "Choose a role."));
    }
    let user = users::find_for_update(tx, tenant, id)?;
    let held = user_roles::of_user(tx, tenant, id)?;
    let mut new: Vec<Role> = Vec::new();
    for role in role_ids {
        if !held.iter().chain(&new).any(|r| r.id == *role) {
            new.push(roles::find(tx, tenant, role)?);
        }
    }
    if new.is_empty() {
        return Ok((user, new));
    }
    let assignment = |role: &Role| Assignment { user: id.clone(), role: role.id.clone(), at: context.now };
    user_roles::insert_all(tx, tenant, &new.iter().map(assignment).collect::<Vec<_>>())?;
    let names = |roles: &[Role]| roles.iter().map(|r| r.name.clone()).collect::<Vec<_>>();
    let (before, mut after) = (names(&held), names(&held));
    after.extend(names(&new));
    let diff = vec![audit::change("roles", json!(before), json!(after))];
    let description = "Assign roles to a user".to_owned();
    audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })?;
    Ok((user, new))
}
