//! The saved views of a tenant.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::saved_view::SavedView;
use crate::store::{Tx, saved_views};

/// Most views of a tenant: what a menu can hold.
pub const MOST: i64 = 50;

/// All of them, by name.
pub fn list(tx: &mut Tx, context: &Context) -> Result<Vec<SavedView>> {
    saved_views::all(tx, &context.tenant, MOST)
}

/// One of them.
pub fn find(tx: &mut Tx, context: &Context, id: &str) -> Result<SavedView> {
    saved_views::find(tx, &context.tenant, id)
}
