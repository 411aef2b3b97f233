//! Save the list's search, filters and order under a name.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::saved_view::{SavedView, parse_name};
use crate::store::{Tx, saved_views};
use serde_json::Value;

/// Adds a view; a second one of the same name is refused, and so is one more than a menu can hold.
pub fn create(tx: &mut Tx, context: &Context, name: &str, query: &str) -> Result<SavedView> {
    let name = parse_name(name)?;
    let most = super::list::MOST;
    if saved_views::all(tx, &context.tenant, most)?.len() as i64 >= most {
        return Err(Error::field("name", format!("There are {most} views already. Delete one first.")));
    }
    let id = context.ids.prefixed("view");
    let view = SavedView { id, name, query: query.to_owned(), created_at: context.now, updated_at: context.now };
    saved_views::insert(tx, &context.tenant, &view)?;
    let diff = vec![
        audit::change("name", Value::Null, view.name.as_str()),
        audit::change("query", Value::Null, view.query.as_str()),
    ];
    let description = format!("Save a view: {}", view.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(view)
}
