//! Attributes that programs keep with things of a tenant: told back as they were sent, and acted on by nothing here.

use super::audit::{self, Entry};
use super::context::Context;
use crate::error::Result;
use crate::model::JsonObject;
use crate::model::log_event::FieldChange;
use crate::store::{Tx, further, tenants};
use serde_json::Value;
use std::collections::HashMap;

pub use crate::store::further::Thing;

/// Attributes whose values the log does not repeat.
const SECRET: &[&str] = &["addons", "encryption_key", "signing_keys", "signing_secret", "token_encryption"];

/// Keeps programs that change things of the tenant waiting until the transaction ends, so that what is read from here on
/// is still so when it is written: two that change different attributes at once lose neither.
pub fn hold(tx: &mut Tx, context: &Context) -> Result<()> {
    tenants::lock(tx, &context.tenant)
}

/// Those of one thing.
pub fn of(tx: &mut Tx, context: &Context, thing: Thing, id: &str) -> Result<JsonObject> {
    further::of(tx, &context.tenant, thing, id)
}

/// Those of all things of a kind, by id.
pub fn all(tx: &mut Tx, context: &Context, thing: Thing) -> Result<HashMap<String, JsonObject>> {
    further::all(tx, &context.tenant, thing)
}

/// Lays what is sent over what is kept with a thing, attribute by attribute; `null` takes one away. `what` is for the
/// log. Answers with all that is kept then. Safe to repeat: what is so already stays, and nothing is logged.
pub fn merge(
    tx: &mut Tx,
    context: &Context,
    (thing, id): (Thing, &str),
    what: &str,
    sent: &JsonObject,
) -> Result<JsonObject> {
    hold(tx, context)?;
    let before = further::of(tx, &context.tenant, thing, id)?;
    let mut after = before.clone();
    for (key, value) in sent {
        match value {
            Value::Null => drop(after.shift_remove(key)),
            value => drop(after.insert(key.clone(), value.clone())),
        }
    }
    let diff: Vec<FieldChange> = sent.keys().filter_map(|key| change(key, before.get(key), after.get(key))).collect();
    if !diff.is_empty() {
        further::set(tx, &context.tenant, thing, id, &after)?;
        audit::record(tx, context, Entry { code: "sapi", description: what.to_owned(), user: None, diff })?;
    }
    Ok(after)
}

fn change(key: &str, before: Option<&Value>, after: Option<&Value>) -> Option<FieldChange> {
    if before == after {
        return None;
    }
    let shown = |value: Option<&Value>| match value {
        Some(_) if SECRET.contains(&key) => Value::from("*****"),
        other => other.cloned().unwrap_or_default(),
    };
    Some(audit::change(key, shown(before), shown(after)))
}
