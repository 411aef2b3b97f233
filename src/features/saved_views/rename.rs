//! Give a saved view another name.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::saved_view::{SavedView, parse_name};
use crate::store::{Tx, saved_views};

/// Renames a view; answers whether anything changed.
pub fn rename(tx: &mut Tx, context: &Context, id: &str, name: &str) -> Result<(SavedView, bool)> {
    let mut view = saved_views::find(tx, &context.tenant, id)?;
    let name = parse_name(name)?;
    if name == view.name {
        return Ok((view, false));
    }
    let diff = vec![audit::change("name", view.name.as_str(), name.as_str())];
    saved_views::rename(tx, &context.tenant, id, &name, context.now)?;
    view.name = name;
    let description = format!("Rename a view: {}", view.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((view, true))
}
