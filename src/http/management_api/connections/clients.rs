//! Which applications may use which connections: `/connections/{id}/clients` and `/clients/{id}/connections`.

use super::shape::{self, ConnectionJson};
use crate::features::applications::details as application;
use crate::features::connections::{allow_application, details};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::paging::{Batch, Checkpoint, Listed};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::projection::Projection;
use crate::http::management_api::reply::{Done, NoContent};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An application that may use a connection.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ConnectionClient")]
pub struct Client {
    client_id: String,
}

impl Listed for Client {
    const KEY: &'static str = "clients";
}

impl Client {
    fn key(&self) -> String {
        self.client_id.clone()
    }
}

/// The query of the list, which may be longer than others.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// The `next` of the batch before
    #[schemars(length(max = 1000))]
    from: Option<String>,
    /// Number of results per batch
    #[schemars(range(min = 1, max = 1000))]
    take: Option<u32>,
}

/// Lists the applications that may use a connection.
pub async fn list(call: Call<Query>) -> Result<Done<Batch<Client>>, Problem> {
    let id = call.part("id");
    let all = call.read_with(move |tx, context| details::clients(tx, context, &id)).await?;
    let all = all.into_iter().map(|client_id| Client { client_id }).collect();
    let checkpoint = Checkpoint::new(call.query.from.clone(), call.query.take);
    Ok(Done(checkpoint.of_all(all, Client::key)?))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Switches(#[schemars(length(min = 1, max = 50))] Vec<Switch>);

/// Whether an application may use the connection.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
struct Switch {
    /// Client id of the application
    client_id: String,
    /// Whether it may use the connection
    status: bool,
}

/// Turns a connection on or off for applications.
pub async fn update(call: Call<NoQuery, Switches>) -> Result<NoContent, Problem> {
    let (id, switches) = (call.part("id"), call.body.0.clone());
    call.write_with(move |tx, context| {
        switches.iter().try_for_each(|Switch { client_id, status }| {
            allow_application::allow_application(tx, context, &id, client_id, *status).map(drop)
        })
    })
    .await?;
    Ok(NoContent)
}

/// The query of an application's connections.
#[derive(Deserialize, JsonSchema)]
pub struct OfClient {
    /// Strategies of the connections that are meant
    strategy: Option<Vec<String>>,
    #[serde(flatten)]
    checkpoint: Checkpoint,
    #[serde(flatten)]
    projection: Projection,
}

/// Lists the connections that an application may use.
pub async fn of_client(call: Call<OfClient>) -> Result<Done<Batch<ConnectionJson>>, Problem> {
    let (client, strategies) = (call.part("id"), call.query.strategy.clone());
    let all = call
        .read_with(move |tx, context| {
            application::settings(tx, context, &client)?;
            shape::all(tx, context, |connection, clients| {
                clients.contains(&client) && strategies.as_ref().is_none_or(|all| all.contains(&connection.strategy))
            })
        })
        .await?;
    let batch = call.query.checkpoint.of_all(all, ConnectionJson::key)?;
    Ok(Done(batch.map(|connection| connection.part(&call.query.projection))))
}
