//! The APIs page.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::paging::{Page, Start, Total};
use crate::store::{Tx, resource_server_list};

pub use crate::store::resource_server_list::ListedApi;

/// Rows of one page.
pub const PAGE: usize = 50;

/// One page of APIs whose name or identifier contains a text, and how many there are: two statements.
pub fn list(tx: &mut Tx, context: &Context, search: &str, start: &Start) -> Result<(Page<ListedApi>, Total)> {
    let page = resource_server_list::page(tx, &context.tenant, search, PAGE, start)?;
    Ok((page, resource_server_list::total(tx, &context.tenant, search)?))
}
