//! Save a connection's settings.

use super::settings::{self, Typed};
use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::connection::Connection;
use crate::store::{Tx, connections};
use serde_json::Value;

/// Saves settings that were read at this version; with another version it is a conflict and nothing happens. Answers
/// with the connection's label and whether anything changed.
pub fn update(tx: &mut Tx, context: &Context, id: &str, version: i64, typed: &Typed) -> Result<(String, bool)> {
    let before = connections::find(tx, &context.tenant, id)?;
    let mut errors = FieldErrors::default();
    let mut after = Connection { updated_at: context.now, ..before.clone() };
    after.display_name = settings::display_name(typed, &mut errors);
    // A form that says what was so before leaves the options as they are written, whatever they leave out.
    if *typed != (Typed { display_name: typed.display_name.clone(), ..Typed::of(&before) }) {
        settings::apply(typed, settings::offers(&before), &mut after.options, &mut errors);
    }
    errors.into_result()?;
    if before.version != version {
        return Err(Error::Conflict);
    }
    let mut diff = audit::changes([("display_name", before.display_name.into(), after.display_name.clone().into())]);
    let option = |of: &crate::model::JsonObject, key: &str| of.get(key).cloned().unwrap_or(Value::Null);
    for key in after.options.keys() {
        let (old, new) = (option(&before.options, key), option(&after.options, key));
        if old != new {
            diff.push(audit::change(&format!("options.{key}"), old, new));
        }
    }
    let label = after.label().to_owned();
    if diff.is_empty() {
        return Ok((label, false));
    }
    connections::update(tx, &context.tenant, &after)?;
    let description = format!("Update a Connection: {}", after.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((label, true))
}
