//! One application: its settings, its connections, and what would go with it.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::application::Application;
use crate::model::connection::Connection;
use crate::store::{Tx, applications, connection_applications, connections};

pub use crate::store::applications::ApplicationCounts;

/// The application and whether it has a secret.
pub fn settings(tx: &mut Tx, context: &Context, client_id: &str) -> Result<(Application, bool)> {
    let application = applications::find(tx, &context.tenant, client_id)?;
    let has_secret = applications::has_secret(tx, &context.tenant, client_id)?;
    Ok((application, has_secret))
}

/// The application and every connection of the tenant, each with whether the application may use it.
pub fn with_connections(
    tx: &mut Tx,
    context: &Context,
    client_id: &str,
) -> Result<(Application, Vec<(Connection, bool)>)> {
    let application = applications::find(tx, &context.tenant, client_id)?;
    let enabled = connection_applications::connection_ids(tx, &context.tenant, client_id)?;
    let mut all = connections::all(tx, &context.tenant)?;
    all.sort_by_cached_key(|c| c.label().to_lowercase());
    let marked = all.into_iter().map(|c| (enabled.contains(&c.id), c)).map(|(on, c)| (c, on));
    Ok((application, marked.collect()))
}

/// The application and what deleting it would take along.
pub fn with_counts(tx: &mut Tx, context: &Context, client_id: &str) -> Result<(Application, ApplicationCounts)> {
    let application = applications::find(tx, &context.tenant, client_id)?;
    let counts = applications::counts(tx, &context.tenant, client_id)?;
    Ok((application, counts))
}
