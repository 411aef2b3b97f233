//! Remove a role from a user: from the user's Roles tab or from the role's Users tab.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::role::Role;
use crate::model::user::{User, UserId};
use crate::store::{Tx, roles, user_roles, users};
use serde_json::json;

/// Takes a role from a user; answers with both and whether anything changed. Safe to repeat.
pub fn remove_role(tx: &mut Tx, context: &Context, id: &UserId, role: &str) -> Result<(User, Role, bool)> {
    let tenant = &context.tenant;
    let user = users::find_for_update(tx, tenant, id)?;
    let role = roles::find(tx, tenant, role)?;
    let held = user_roles::of_user(tx, tenant, id)?;
    if !held.iter().any(|r| r.id == role.id) {
        return Ok((user, role, false));
    }
    user_roles::delete(tx, tenant, id, &role.id)?;
    let names = |but: &str| held.iter().filter(|r| r.id != but).map(|r| r.name.clone()).collect::<Vec<_>>();
    let diff = vec![audit::change("roles", json!(names("")), json!(names(&role.id)))];
    let description = "Remove roles from a user".to_owned();
    audit::record(tx, context, Entry { code: "sapi", description, user: Some(&user), diff })?;
    Ok((user, role, true))
}
