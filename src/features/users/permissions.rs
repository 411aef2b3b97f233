//! The Permissions tab: what a user may do, and whether directly, through roles, or both.

use super::details::{self, Header};
use crate::error::Result;
use crate::features::context::Context;
use crate::features::resource_servers::choice::{self, Choice};
use crate::model::permission::{HeldPermission, Permission};
use crate::model::user::UserId;
use crate::store::{Tx, role_permissions, user_permissions};
use std::collections::BTreeMap;

/// The header and the permissions, by API and name; one that comes in several ways is there once.
pub fn permissions(tx: &mut Tx, context: &Context, id: &UserId) -> Result<(Header, Vec<HeldPermission>)> {
    let header = details::header(tx, context, id)?;
    let direct = user_permissions::of_user(tx, &context.tenant, id)?;
    let through_roles = role_permissions::through_roles(tx, &context.tenant, id)?;
    Ok((header, merge(direct, through_roles)))
}

/// What can still be assigned directly: the APIs, and of the chosen one the permissions.
pub fn assignable(tx: &mut Tx, context: &Context, id: &UserId, api: Option<&str>) -> Result<(Header, Choice)> {
    let header = details::header(tx, context, id)?;
    let choice = choice::of(tx, context, api, |tx, api| user_permissions::names(tx, &context.tenant, id, &api.id))?;
    Ok((header, choice))
}

fn merge(direct: Vec<Permission>, through_roles: Vec<(Permission, String, String)>) -> Vec<HeldPermission> {
    let key = |p: &Permission| (p.api_name.clone(), p.resource_server_id.clone(), p.name.clone());
    let held = |permission, direct| HeldPermission { permission, direct, roles: Vec::new() };
    let mut all: BTreeMap<_, HeldPermission> = direct.into_iter().map(|p| (key(&p), held(p, true))).collect();
    for (permission, role_id, role_name) in through_roles {
        let entry = all.entry(key(&permission)).or_insert_with(|| held(permission, false));
        entry.roles.push((role_name, role_id));
    }
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_permission_that_comes_in_two_ways_is_one_row() {
        let permission = |name: &str| Permission {
            resource_server_id: "1".into(),
            api_name: "Orders".into(),
            api_identifier: "urn:orders".into(),
            name: name.into(),
            description: String::new(),
        };
        let through = vec![
            (permission("read"), "rol_1".to_owned(), "Clerk".to_owned()),
            (permission("read"), "rol_2".to_owned(), "Desk".to_owned()),
            (permission("add"), "rol_1".to_owned(), "Clerk".to_owned()),
        ];
        let rows = merge(vec![permission("read")], through);
        let seen: Vec<_> = rows.iter().map(|r| (r.permission.name.as_str(), r.direct, r.roles.len())).collect();
        assert_eq!(seen, [("add", false, 1), ("read", true, 2)]);
    }
}
