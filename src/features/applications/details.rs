//! One application: its settings, its connections, and what would go with it.

use crate::error::Result;
use crate::features::connections::list::{ListedConnection, PAGE, Query};
use crate::features::context::Context;
use crate::model::application::Application;
use crate::model::paging::{Page, Start, Total};
use crate::store::{Tx, applications, connection_list};

pub use crate::store::applications::ApplicationCounts;

/// The application and whether it has a secret.
pub fn settings(tx: &mut Tx, context: &Context, client_id: &str) -> Result<(Application, bool)> {
    let application = applications::find(tx, &context.tenant, client_id)?;
    let has_secret = applications::has_secret(tx, &context.tenant, client_id)?;
    Ok((application, has_secret))
}

/// An application and the connections of the tenant, page by page.
pub struct WithConnections {
    pub application: Application,
    pub page: Page<ListedConnection>,
    pub total: Total,
    /// How many it may use.
    pub on: i64,
}

/// The application and one page of the tenant's connections, each with whether the application may use it: four statements.
pub fn with_connections(
    tx: &mut Tx,
    context: &Context,
    client_id: &str,
    search: &str,
    start: &Start,
) -> Result<WithConnections> {
    let tenant = &context.tenant;
    let query = Query { search: search.to_owned(), application: client_id.to_owned(), kind: None };
    Ok(WithConnections {
        application: applications::find(tx, tenant, client_id)?,
        page: connection_list::page(tx, tenant, &query, PAGE, start)?,
        total: connection_list::total(tx, tenant, &query)?,
        on: connection_list::used_by(tx, tenant, client_id)?,
    })
}

/// The application and what deleting it would take along.
pub fn with_counts(tx: &mut Tx, context: &Context, client_id: &str) -> Result<(Application, ApplicationCounts)> {
    let application = applications::find(tx, &context.tenant, client_id)?;
    let counts = applications::counts(tx, &context.tenant, client_id)?;
    Ok((application, counts))
}
