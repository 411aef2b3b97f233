//! One connection: its settings, its applications, and who would go with it.

use crate::error::Result;
use crate::features::applications::list::{ListedApplication, PAGE};
use crate::features::context::Context;
use crate::model::connection::Connection;
use crate::model::paging::{Page, Start, Total};
use crate::store::{Tx, application_list, connection_applications, connections};
use std::collections::HashMap;

/// The connection.
pub fn settings(tx: &mut Tx, context: &Context, id: &str) -> Result<Connection> {
    connections::find(tx, &context.tenant, id)
}

/// A connection and the applications of the tenant, page by page.
pub struct WithApplications {
    pub connection: Connection,
    pub page: Page<ListedApplication>,
    pub total: Total,
    /// How many may use it.
    pub on: i64,
}

/// The connection and one page of the tenant's applications, each with whether it may use the connection: four statements.
pub fn with_applications(
    tx: &mut Tx,
    context: &Context,
    id: &str,
    search: &str,
    start: &Start,
) -> Result<WithApplications> {
    let tenant = &context.tenant;
    Ok(WithApplications {
        connection: connections::find(tx, tenant, id)?,
        page: application_list::page(tx, tenant, search, id, PAGE, start)?,
        total: application_list::total(tx, tenant, search)?,
        on: application_list::using(tx, tenant, id)?,
    })
}

/// The connection, how many users it has, and how many accounts of it are linked to users of other connections.
pub fn with_users(tx: &mut Tx, context: &Context, id: &str) -> Result<(Connection, i64, i64)> {
    let connection = connections::find(tx, &context.tenant, id)?;
    let (own, linked) = connection_applications::users_of(tx, &context.tenant, &connection.name)?;
    Ok((connection, own, linked))
}

/// The client ids of the applications that may use each connection, by the connection's id.
pub type Clients = HashMap<String, Vec<String>>;

/// All connections of the tenant by id, and who may use each.
pub fn all(tx: &mut Tx, context: &Context) -> Result<(Vec<Connection>, Clients)> {
    let mut all = connections::all(tx, &context.tenant)?;
    all.sort_by(|a, b| a.id.cmp(&b.id));
    Ok((all, connection_applications::clients(tx, &context.tenant)?))
}

/// The client ids of the applications that may use a connection, in order.
pub fn clients(tx: &mut Tx, context: &Context, id: &str) -> Result<Vec<String>> {
    connections::find(tx, &context.tenant, id)?;
    connections::client_ids(tx, &context.tenant, id)
}
