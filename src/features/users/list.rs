//! The Users page: one page of users, how many match, and what the menus over it offer.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::saved_views::list::MOST as MOST_VIEWS;
use crate::model::listed_user::ListedUser;
use crate::model::paging::{Page, Total};
use crate::store::list_choices::{self, Choices};
use crate::store::user_list::Query;
use crate::store::{Tx, connections, roles, user_list};
use std::time::Duration;

/// Roles the filter and the bulk menu offer.
const ROLES_OFFERED: usize = 50;

/// What the page shows.
pub struct UserList {
    pub page: Page<ListedUser>,
    pub total: Total,
    pub connections: Vec<Choice>,
    pub roles: Vec<Choice>,
    /// Whether there are more roles than are offered.
    pub more_roles: bool,
    pub views: Vec<Choice>,
}

pub use crate::store::list_choices::Choice;
pub use crate::store::user_list::{Count, Query as ListQuery, SEARCH_BUDGET, Sort};

/// What is there of that by which a list is narrowed.
pub struct Known {
    pub connection: bool,
    pub role: bool,
}

/// Whether there are a connection of this name and a role of this id; what is not asked for counts as there.
pub fn known(tx: &mut Tx, context: &Context, connection: Option<&str>, role: Option<&str>) -> Result<Known> {
    let connection = connection.map(|name| connections::by_name(tx, &context.tenant, name).map(drop));
    let role = role.map(|id| roles::find(tx, &context.tenant, id).map(drop));
    Ok(Known { connection: is_there(connection)?, role: is_there(role)? })
}

fn is_there(found: Option<Result<()>>) -> Result<bool> {
    match found {
        Some(Err(Error::NotFound(_))) => Ok(false),
        other => other.transpose().map(|_| true),
    }
}

/// Reads the page, within a time: a search that needs longer is [`crate::error::Error::TooSlow`]. Three statements, and one
/// more to find the way of a search, whatever the page's size.
pub fn list(tx: &mut Tx, context: &Context, query: &Query, count: Count, budget: Duration) -> Result<UserList> {
    let (page, total) = user_list::page_and_total(tx, &context.tenant, query, count, budget)?;
    let all = list_choices::all(tx, &context.tenant, ROLES_OFFERED as i64 + 1, MOST_VIEWS)?;
    let Choices { connections, mut roles, views } = all;
    let more_roles = roles.len() > ROLES_OFFERED;
    roles.truncate(ROLES_OFFERED);
    Ok(UserList { page, total, connections, roles, more_roles, views })
}
