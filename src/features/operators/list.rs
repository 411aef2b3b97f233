//! The Operators page: who may use the tenant, by name.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::operator::Place;
use crate::model::paging::{Page, Start, Total};
use crate::store::{Tx, operator_list};

pub use crate::store::operator_list::key_of;

/// Rows of one page.
pub const PAGE: usize = 50;

/// What the page shows.
pub struct Operators {
    pub page: Page<Place>,
    pub total: Total,
    /// How many owners can sign in: the last one stays.
    pub owners: i64,
}

/// One page of operators whose name or email contains a text: three statements.
pub fn list(tx: &mut Tx, context: &Context, search: &str, start: &Start) -> Result<Operators> {
    Ok(Operators {
        page: operator_list::page(tx, &context.tenant, search, PAGE, start)?,
        total: operator_list::total(tx, &context.tenant, search)?,
        owners: operator_list::owners(tx, &context.tenant)?,
    })
}

/// One operator of the tenant.
pub fn find(tx: &mut Tx, context: &Context, id: &str) -> Result<Place> {
    operator_list::find(tx, &context.tenant, id)
}
