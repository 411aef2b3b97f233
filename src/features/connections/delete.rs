//! Delete Connection: its users go with it.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::store::{Tx, connection_applications, connections};
use serde_json::Value;

/// Deletes a connection with its users and the accounts of it that are linked to other users; the history stays.
/// Answers with its label and how many users went. A second call finds nothing.
pub fn delete(tx: &mut Tx, context: &Context, id: &str) -> Result<(String, i64)> {
    let connection = connections::find(tx, &context.tenant, id)?;
    let (users, linked) = connection_applications::users_of(tx, &context.tenant, &connection.name)?;
    connections::delete(tx, &context.tenant, id)?;
    let diff = vec![
        audit::change("name", connection.name.as_str(), Value::Null),
        audit::change("strategy", connection.strategy.as_str(), Value::Null),
        audit::change("users", users, 0),
        audit::change("linked_accounts", linked, 0),
    ];
    let description = format!("Delete a Connection: {}", connection.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((connection.label().to_owned(), users))
}
