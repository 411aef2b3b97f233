//! Sign in as User: what it needs, and which applications qualify. The link itself comes with the login.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::application::Application;
use crate::model::connection::Connection;
use crate::model::user::{User, UserId};
use crate::store::{Tx, applications, connections, tenants, users};

/// What is there and what is missing.
#[derive(Debug, Clone)]
pub struct Conditions {
    pub user: User,
    pub connection: Connection,
    /// Whether the tenant allows it.
    pub switched_on: bool,
    /// Whether some application of the tenant has a callback URL.
    pub any_callback: bool,
    /// The applications that have a callback URL and the user's connection enabled, by name.
    pub qualifying: Vec<Application>,
}

/// Checks the preconditions: five statements.
pub fn conditions(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Conditions> {
    let user = users::find(tx, &context.tenant, id)?;
    let connection = connections::by_name(tx, &context.tenant, &user.connection)?;
    let enabled = connections::client_ids(tx, &context.tenant, &connection.id)?;
    let mut with_callback = applications::all(tx, &context.tenant)?;
    with_callback.retain(|a| !a.callbacks.is_empty());
    let any_callback = !with_callback.is_empty();
    with_callback.retain(|a| enabled.contains(&a.client_id));
    let switched_on = tenants::find(tx, &context.tenant)?.sign_in_as_user;
    Ok(Conditions { user, connection, switched_on, any_callback, qualifying: with_callback })
}
