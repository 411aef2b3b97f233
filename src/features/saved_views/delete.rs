//! Delete a saved view; the users it showed stay as they are.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::saved_view::SavedView;
use crate::store::{Tx, saved_views};
use serde_json::Value;

/// Deletes a view; answers with it, or with none when it was gone already.
pub fn delete(tx: &mut Tx, context: &Context, id: &str) -> Result<Option<SavedView>> {
    let view = match saved_views::find(tx, &context.tenant, id) {
        Err(Error::NotFound(_)) => return Ok(None),
        found => found?,
    };
    if !saved_views::delete(tx, &context.tenant, id)? {
        return Ok(None);
    }
    let diff = vec![
        audit::change("name", view.name.as_str(), Value::Null),
        audit::change("query", view.query.as_str(), Value::Null),
    ];
    let description = format!("Delete a view: {}", view.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(Some(view))
}
