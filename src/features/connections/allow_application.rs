//! Turning a connection on or off for an application; both ends of the relation come here.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::store::{Tx, applications, connection_applications, connections};

/// The names of the two, and whether anything changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    pub connection: String,
    pub application: String,
    pub changed: bool,
}

/// Brings the relation to the wished state. Safe to repeat: what is so already stays, and nothing is logged.
pub fn allow_application(tx: &mut Tx, context: &Context, id: &str, client_id: &str, on: bool) -> Result<Outcome> {
    let connection = connections::find(tx, &context.tenant, id)?;
    let application = applications::find(tx, &context.tenant, client_id)?;
    let change = if on { connection_applications::enable } else { connection_applications::disable };
    let changed = change(tx, &context.tenant, id, client_id)?;
    if changed {
        let verb = if on { "Enable" } else { "Disable" };
        let description = format!("{verb} a Connection: {} for {}", connection.name, application.name);
        let diff = vec![audit::change(&format!("enabled_clients.{client_id}"), !on, on)];
        audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    }
    Ok(Outcome { connection: connection.label().to_owned(), application: application.name, changed })
}
