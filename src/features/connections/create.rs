//! Create Database Connection, and the connections of any kind that programs create.

use super::secrets;
use super::settings::{self, Offers, Typed};
use crate::error::{FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::connection::Connection;
use crate::model::connection_options::is_secret;
use crate::security::seal::Sealer;
use crate::store::{Tx, connections};
use serde_json::Value;

/// A connection in the making, checked.
#[derive(Debug, Clone)]
pub struct Draft {
    pub name: String,
    pub strategy: String,
    pub display_name: String,
    pub options: JsonObject,
}

/// Creates a database whose users live here. No application may use it yet.
pub fn create(tx: &mut Tx, context: &Context, name: &str, typed: &Typed) -> Result<Connection> {
    let mut errors = FieldErrors::default();
    let mut options = JsonObject::new();
    let name = settings::name(name, &mut errors);
    let display_name = settings::display_name(typed, &mut errors);
    settings::apply(typed, Offers { sync: false, passwords: true, signup: true }, &mut options, &mut errors);
    errors.into_result()?;
    add(tx, context, Draft { name, strategy: "auth0".to_owned(), display_name, options })
}

/// Creates a connection with the options that a program has sent; its secrets are sealed.
pub fn add_sealed(
    tx: &mut Tx,
    context: &Context,
    sealer: &Sealer,
    sent: &JsonObject,
    mut draft: Draft,
) -> Result<Connection> {
    secrets::seal(context, sealer, &draft.name, (&JsonObject::new(), sent), &mut draft.options)?;
    add(tx, context, draft)
}

/// Creates a connection of any strategy. No application may use it yet.
pub fn add(tx: &mut Tx, context: &Context, draft: Draft) -> Result<Connection> {
    let connection = Connection {
        id: context.ids.prefixed("con"),
        name: draft.name,
        strategy: draft.strategy,
        display_name: draft.display_name,
        options: draft.options,
        created_at: context.now,
        updated_at: context.now,
        version: 1,
    };
    connections::insert(tx, &context.tenant, &connection)?;
    let mut diff = vec![
        audit::change("id", Value::Null, connection.id.as_str()),
        audit::change("name", Value::Null, connection.name.as_str()),
        audit::change("strategy", Value::Null, connection.strategy.as_str()),
    ];
    let shown = |key: &str, value: &Value| if is_secret(key) { "*****".into() } else { value.clone() };
    let option = |(k, v): (&String, &Value)| audit::change(&format!("options.{k}"), Value::Null, shown(k, v));
    diff.extend(connection.options.iter().map(option));
    let description = format!("Create a Connection: {}", connection.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(connection)
}
