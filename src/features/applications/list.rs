//! The Applications page.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::application::Application;
use crate::model::paging::{Page, Start, Total};
use crate::store::{Tx, application_list, applications};

pub use crate::store::application_list::ListedApplication;

/// Rows of one page.
pub const PAGE: usize = 50;

/// Every application whose name or client id contains a text, by name (at most 500).
pub fn all(tx: &mut Tx, context: &Context, search: &str) -> Result<Vec<Application>> {
    let text = search.to_lowercase();
    let mut all = applications::all(tx, &context.tenant)?;
    all.retain(|a| [&a.name, &a.client_id].iter().any(|t| t.to_lowercase().contains(&text)));
    Ok(all)
}

/// One page of applications whose name or client id contains a text, and how many there are: two statements.
pub fn list(tx: &mut Tx, context: &Context, search: &str, start: &Start) -> Result<(Page<ListedApplication>, Total)> {
    let page = application_list::page(tx, &context.tenant, search, "", PAGE, start)?;
    Ok((page, application_list::total(tx, &context.tenant, search)?))
}
