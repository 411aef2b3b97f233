//! The Deleted users page: one page of the bin, how many match, and for how long the tenant keeps them.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::connection::Connection;
use crate::model::deleted_user::DeletedUser;
use crate::model::paging::{Page, Start, Total};
use crate::store::{Tx, connections, deleted_users};

/// Users on a page.
pub const PAGE: usize = 50;

/// What the page shows.
pub struct Bin {
    pub page: Page<DeletedUser>,
    pub total: Total,
    /// Those that give the rows' connections a name people know.
    pub connections: Vec<Connection>,
}

/// Reads the page: three statements, whatever its size.
pub fn list(tx: &mut Tx, context: &Context, search: &str, start: &Start) -> Result<Bin> {
    Ok(Bin {
        page: deleted_users::page(tx, &context.tenant, search, PAGE, start)?,
        total: deleted_users::total(tx, &context.tenant, search)?,
        connections: connections::all(tx, &context.tenant)?,
    })
}
