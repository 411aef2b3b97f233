//! `/client-grants`.

use super::call::{Call, NoQuery};
use super::either::{Both, Either};
use super::paging::Listed;
use super::problem::Problem;
use super::reply::{Created, Done, NoContent};
use crate::features::client_grants::{create as make, delete as remove, list as found, update as change};
use crate::features::resource_servers::show::system;
use crate::model::client_grant::ClientGrant;
use crate::model::management_scope::API_PATH;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A grant.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ClientGrant")]
pub struct GrantJson {
    id: String,
    client_id: String,
    audience: String,
    scope: Vec<String>,
    subject_type: &'static str,
}

impl GrantJson {
    /// The Management API is known by the address that was called.
    fn of(grant: ClientGrant, system: &str, base: &str) -> Self {
        let own = grant.resource_server_id == system;
        Self {
            id: grant.id,
            client_id: grant.client_id,
            audience: if own { format!("{base}{API_PATH}") } else { grant.audience },
            scope: grant.scopes,
            subject_type: "client",
        }
    }

    fn key(&self) -> String {
        self.id.clone()
    }
}

impl Listed for GrantJson {
    const KEY: &'static str = "client_grants";
}

/// The query of the list.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Identifier of an API, for its grants alone
    audience: Option<String>,
    /// Client id of an application, for its grants alone
    client_id: Option<String>,
    #[serde(flatten)]
    both: Both,
}

/// Lists grants.
pub async fn list(call: Call<Query>) -> Result<Done<Either<GrantJson>>, Problem> {
    let query = &call.query;
    let (all, system) = call.read_with(|tx, context| Ok((found::all(tx, context)?, system(tx, context)?.id))).await?;
    let mut all: Vec<_> = all.into_iter().map(|grant| GrantJson::of(grant, &system, &call.base)).collect();
    all.retain(|grant| query.audience.as_ref().is_none_or(|audience| grant.audience == *audience));
    all.retain(|grant| query.client_id.as_ref().is_none_or(|client| grant.client_id == *client));
    Ok(Done(query.both.of_all(all, GrantJson::key)?))
}

/// Returns a grant.
pub async fn show(call: Call) -> Result<Done<GrantJson>, Problem> {
    let id = call.part("id");
    let (grant, system) =
        call.read_with(move |tx, context| Ok((found::find(tx, context, &id)?, system(tx, context)?.id))).await?;
    Ok(Done(GrantJson::of(grant, &system, &call.base)))
}

/// The body of a new grant.
#[derive(Deserialize, JsonSchema)]
pub struct NewGrant {
    /// Client id of the application
    client_id: String,
    /// Identifier of the API
    #[schemars(length(min = 1))]
    audience: String,
    /// What the application may ask for
    #[serde(default)]
    #[schemars(inner(length(min = 1, max = 280)))]
    scope: Vec<String>,
}

/// Grants an application scopes of an API.
pub async fn create(call: Call<NoQuery, NewGrant>) -> Result<Created<GrantJson>, Problem> {
    let NewGrant { client_id, audience, scope } = &call.body;
    let (client_id, scopes) = (client_id.clone(), scope.clone());
    let own = audience.strip_suffix(API_PATH) == Some(call.base.as_str());
    let audience = audience.clone();
    let (grant, system) = call
        .write_with(move |tx, context| {
            let system = system(tx, context)?;
            let audience = if own { &system.identifier } else { &audience };
            Ok((make::create(tx, context, &client_id, audience, &scopes)?, system.id))
        })
        .await?;
    Ok(Created(GrantJson::of(grant, &system, &call.base)))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// What the application may ask for
    #[schemars(inner(length(min = 1, max = 280)))]
    scope: Vec<String>,
}

/// Changes what a grant allows.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<GrantJson>, Problem> {
    let (id, scopes) = (call.part("id"), call.body.scope.clone());
    let (grant, system) = call
        .write_with(move |tx, context| {
            let (grant, _) = change::update(tx, context, &id, &scopes)?;
            Ok((grant, system(tx, context)?.id))
        })
        .await?;
    Ok(Done(GrantJson::of(grant, &system, &call.base)))
}

/// Takes a grant back. One that is not there is as good as taken back.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    let id = call.part("id");
    call.write_with(move |tx, context| remove::delete(tx, context, &id)).await?;
    Ok(NoContent)
}
