//! The Roles page: one page of roles and how many match.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::paging::{Page, Start, Total};
use crate::model::role::Role;
use crate::store::{Tx, role_list, roles};

pub use crate::store::role_list::ListedRole;

/// Roles on a page.
pub const PAGE: usize = 50;

/// Every role whose name contains a text, by name (at most 10,000).
pub fn all(tx: &mut Tx, context: &Context, search: &str) -> Result<Vec<Role>> {
    let text = search.to_lowercase();
    let mut all = roles::all(tx, &context.tenant, 10_000)?;
    all.retain(|role| role.name.to_lowercase().contains(&text));
    Ok(all)
}

/// Reads the page: two statements, whatever its size.
pub fn list(tx: &mut Tx, context: &Context, search: &str, start: &Start) -> Result<(Page<ListedRole>, Total)> {
    let page = role_list::page(tx, &context.tenant, search, PAGE, start)?;
    Ok((page, role_list::total(tx, &context.tenant, search)?))
}
