//! The Applications page.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::paging::{Page, Start, Total};
use crate::store::{Tx, application_list};

pub use crate::store::application_list::ListedApplication;

/// Rows of one page.
pub const PAGE: usize = 50;

/// One page of applications whose name or client id contains a text, and how many there are: two statements.
pub fn list(tx: &mut Tx, context: &Context, search: &str, start: &Start) -> Result<(Page<ListedApplication>, Total)> {
    let page = application_list::page(tx, &context.tenant, search, "", PAGE, start)?;
    Ok((page, application_list::total(tx, &context.tenant, search)?))
}
