//! The users of a role, and finding users to give it to.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::listed_user::ListedUser;
use crate::model::paging::{Page, Start, Total};
use crate::model::role::Role;
use crate::model::search::Mode;
use crate::model::user::{User, UserId};
use crate::store::user_list::{self, Count, Query, SEARCH_BUDGET, Sort};
use crate::store::{Tx, roles, user_roles, users};

/// Users on a page.
pub const PAGE: usize = 50;
/// Users a search offers.
pub const OFFERED: usize = 20;

/// What the tab shows.
#[derive(Debug, Clone)]
pub struct RoleUsers {
    pub role: Role,
    pub page: Page<ListedUser>,
    pub total: Total,
}

/// One page of the users who have a role, by name: three statements.
pub fn users(tx: &mut Tx, context: &Context, id: &str, search: &str, start: &Start) -> Result<RoleUsers> {
    let role = roles::find(tx, &context.tenant, id)?;
    let query = Query { role: Some(id.to_owned()), size: PAGE, start: start.clone(), ..by_name(search) };
    let (page, total) = user_list::page_and_total(tx, &context.tenant, &query, Count::Capped, SEARCH_BUDGET)?;
    Ok(RoleUsers { role, page, total })
}

/// So many users who have a role after the first `skip`, the oldest first, and how many there are.
pub fn window(tx: &mut Tx, context: &Context, id: &str, (skip, size): (u32, usize)) -> Result<(Vec<User>, Total)> {
    roles::find(tx, &context.tenant, id)?;
    let query = Query { role: Some(id.to_owned()), sort: Sort::Created, size, start: Start::Skip(skip), ..by_name("") };
    let (page, total) = user_list::page_and_total(tx, &context.tenant, &query, Count::Exact, SEARCH_BUDGET)?;
    let ids: Vec<UserId> = page.rows.into_iter().map(|user| user.id).collect();
    let mut found = users::among(tx, &context.tenant, &ids)?;
    found.sort_by_key(|user| ids.iter().position(|id| *id == user.id));
    Ok((found, total))
}

/// The first users a search finds, and whether each has the role already.
pub fn candidates(tx: &mut Tx, context: &Context, id: &str, search: &str) -> Result<(Role, Vec<(ListedUser, bool)>)> {
    let role = roles::find(tx, &context.tenant, id)?;
    if search.trim().is_empty() {
        return Ok((role, Vec::new()));
    }
    let found = user_list::page(tx, &context.tenant, &by_name(search))?.rows;
    let ids: Vec<_> = found.iter().map(|u| u.id.clone()).collect();
    let having = user_roles::having(tx, &context.tenant, id, &ids)?;
    Ok((role, found.into_iter().map(|u| (having.contains(&u.id), u)).map(|(has, u)| (u, has)).collect()))
}

/// Where a user stands in the order of the list, for the address of the next page.
pub fn key(user: &ListedUser) -> crate::model::paging::Key {
    Sort::Name.key_of(user)
}

fn by_name(search: &str) -> Query {
    Query {
        search: search.trim().to_owned(),
        mode: Mode::default(),
        connection: None,
        status: None,
        role: None,
        sort: Sort::Name,
        descending: false,
        size: OFFERED,
        start: Start::First,
    }
}
