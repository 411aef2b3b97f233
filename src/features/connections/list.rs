//! The Connections page.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::paging::{Page, Start, Total};
use crate::store::{Tx, connection_list};

pub use crate::store::connection_list::{ListedConnection, Query};

/// Rows of one page.
pub const PAGE: usize = 50;

/// One page of connections, and how many match: two statements.
pub fn list(tx: &mut Tx, context: &Context, query: &Query, start: &Start) -> Result<(Page<ListedConnection>, Total)> {
    let page = connection_list::page(tx, &context.tenant, query, PAGE, start)?;
    Ok((page, connection_list::total(tx, &context.tenant, query)?))
}
