//! The Users page: one page of users, how many match, and what the filters offer.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::connection::Connection;
use crate::model::listed_user::ListedUser;
use crate::model::paging::{Page, Total};
use crate::model::role::Role;
use crate::store::user_list::Query;
use crate::store::{Tx, connections, roles, user_list};

/// Roles the filter and the bulk menu offer.
const ROLES_OFFERED: i64 = 50;

/// What the page shows.
pub struct UserList {
    pub page: Page<ListedUser>,
    pub total: Total,
    pub connections: Vec<Connection>,
    pub roles: Vec<Role>,
}

pub use crate::store::user_list::{Query as ListQuery, Sort};

/// Reads the page: four statements, whatever its size.
pub fn list(tx: &mut Tx, context: &Context, query: &Query) -> Result<UserList> {
    Ok(UserList {
        page: user_list::page(tx, &context.tenant, query)?,
        total: user_list::total(tx, &context.tenant, query)?,
        connections: connections::all(tx, &context.tenant)?,
        roles: roles::all(tx, &context.tenant, ROLES_OFFERED)?,
    })
}
