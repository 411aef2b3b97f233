//! Delete Application.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::store::{Tx, applications};
use serde_json::Value;

/// Deletes an application with its devices (refresh tokens), grants and sessions; its users and the history stay.
/// Answers with its name. A second call finds nothing.
pub fn delete(tx: &mut Tx, context: &Context, client_id: &str) -> Result<String> {
    let application = applications::find(tx, &context.tenant, client_id)?;
    let counts = applications::counts(tx, &context.tenant, client_id)?;
    applications::delete(tx, &context.tenant, client_id)?;
    let diff = vec![
        audit::change("client_id", client_id, Value::Null),
        audit::change("name", application.name.as_str(), Value::Null),
        audit::change("refresh_tokens", counts.devices, 0),
        audit::change("grants", counts.grants, 0),
        audit::change("sessions", counts.sessions, 0),
    ];
    let description = format!("Delete an Application: {}", application.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(application.name)
}
