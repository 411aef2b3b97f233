//! One log event, with what its page says about it.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::users::details::{self, Header};
use crate::model::connection::Connection;
use crate::model::log_event::LogEvent;
use crate::model::user::UserId;
use crate::store::{Tx, connections, log_events, users};

/// An event and what surrounds it.
pub struct Found {
    pub event: LogEvent,
    pub connections: Vec<Connection>,
    /// Whether its user still exists.
    pub user_exists: bool,
}

impl Found {
    /// The connection of the event, if there is one of its name.
    pub fn connection(&self) -> Option<&Connection> {
        self.connections.iter().find(|c| Some(&c.name) == self.event.connection.as_ref())
    }
}

/// An event of the tenant: three statements.
pub fn find(tx: &mut Tx, context: &Context, id: &str) -> Result<Found> {
    let event = log_events::find(tx, &context.tenant, id)?;
    let user = event.user_id.clone().map(UserId::from_text);
    let user_exists = match user.map(|user| users::find(tx, &context.tenant, &user)) {
        Some(Err(Error::NotFound(_))) | None => false,
        Some(found) => found.map(|_| true)?,
    };
    Ok(Found { event, connections: connections::all(tx, &context.tenant)?, user_exists })
}

/// An event of a user, with the user's header; another user's event is not found.
pub fn find_of_user(tx: &mut Tx, context: &Context, user: &UserId, id: &str) -> Result<(Header, Found)> {
    let header = details::header(tx, context, user)?;
    let event = log_events::find(tx, &context.tenant, id)?;
    if event.user_id.as_deref() != Some(user.as_str()) {
        return Err(Error::NotFound("log event"));
    }
    Ok((header, Found { event, connections: connections::all(tx, &context.tenant)?, user_exists: true }))
}
