//! One connection: its settings, its applications, and who would go with it.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::application::Application;
use crate::model::connection::Connection;
use crate::store::{Tx, applications, connection_applications, connections};

/// The connection.
pub fn settings(tx: &mut Tx, context: &Context, id: &str) -> Result<Connection> {
    connections::find(tx, &context.tenant, id)
}

/// The connection and every application of the tenant, each with whether it may use the connection.
pub fn with_applications(tx: &mut Tx, context: &Context, id: &str) -> Result<(Connection, Vec<(Application, bool)>)> {
    let connection = connections::find(tx, &context.tenant, id)?;
    let enabled = connections::client_ids(tx, &context.tenant, id)?;
    let mut all = applications::all(tx, &context.tenant)?;
    all.sort_by_cached_key(|a| a.name.to_lowercase());
    let marked = all.into_iter().map(|a| (enabled.contains(&a.client_id), a)).map(|(on, a)| (a, on));
    Ok((connection, marked.collect()))
}

/// The connection, how many users it has, and how many accounts of it are linked to users of other connections.
pub fn with_users(tx: &mut Tx, context: &Context, id: &str) -> Result<(Connection, i64, i64)> {
    let connection = connections::find(tx, &context.tenant, id)?;
    let (own, linked) = connection_applications::users_of(tx, &context.tenant, &connection.name)?;
    Ok((connection, own, linked))
}
