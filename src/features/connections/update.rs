//! Save a connection's settings.

use super::secrets;
use super::settings::{self, Typed};
use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::further;
use crate::model::JsonObject;
use crate::model::connection::Connection;
use crate::model::connection_options::{from_program, is_secret};
use crate::security::seal::Sealer;
use crate::store::{Tx, connection_applications, connections};
use serde_json::Value;
use std::collections::BTreeSet;

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
    let changed = save(tx, context, &before, &after)?;
    Ok((after.label().to_owned(), changed))
}

/// What a program replaces; the rest stays.
#[derive(Debug, Clone, Default)]
pub struct Replacement {
    pub display_name: Option<String>,
    /// All options as programs write them, also those that are to stay, but for secrets.
    pub options: Option<JsonObject>,
}

/// Replaces parts of a connection as a whole; answers with the connection as it was.
pub fn replace(tx: &mut Tx, context: &Context, sealer: &Sealer, id: &str, with: &Replacement) -> Result<Connection> {
    further::hold(tx, context)?;
    let before = connections::find(tx, &context.tenant, id)?;
    let mut after = Connection { updated_at: context.now, ..before.clone() };
    after.display_name = with.display_name.clone().unwrap_or(after.display_name);
    if let Some(sent) = &with.options {
        after.options = from_program(sent);
        secrets::seal(context, sealer, &before.name, (&before.options, sent), &mut after.options)?;
    }
    let moves = before.is_custom_database() != after.is_custom_database();
    if moves && connection_applications::users_of(tx, &context.tenant, &before.name)?.0 > 0 {
        let words = "A connection that has users cannot be turned into a custom database or back.";
        return Err(Error::unsupported("options", words));
    }
    save(tx, context, &before, &after)?;
    Ok(before)
}

/// Writes what differs; answers whether anything does.
fn save(tx: &mut Tx, context: &Context, before: &Connection, after: &Connection) -> Result<bool> {
    let mut diff =
        audit::changes([("display_name", before.display_name.as_str().into(), after.display_name.as_str().into())]);
    let keys: BTreeSet<&String> = before.options.keys().chain(after.options.keys()).collect();
    for key in keys {
        let (old, new) = (before.options.get(key), after.options.get(key));
        let shown = |value: Option<&Value>| match value {
            Some(_) if is_secret(key) => "*****".into(),
            other => other.cloned().unwrap_or_default(),
        };
        if old != new {
            diff.push(audit::change(&format!("options.{key}"), shown(old), shown(new)));
        }
    }
    if diff.is_empty() {
        return Ok(false);
    }
    connections::update(tx, &context.tenant, after)?;
    let description = format!("Update a Connection: {}", after.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(true)
}
