//! `/resource-servers`: APIs and their permissions, which are called scopes here.

use super::call::{Call, NoQuery};
use super::paging::{Listed, Page, Paging};
use super::problem::Problem;
use super::reply::{Created, Done, NoContent};
use crate::error::Result as Outcome;
use crate::features::Tx;
use crate::features::context::Context;
use crate::features::resource_servers::{
    add_permission, create as make, delete as remove, remove_permission, show as found, update as rename,
    update_permission,
};
use crate::model::management_scope::{API_PATH, LIFETIME};
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// An API.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ResourceServer")]
pub struct ApiJson {
    id: String,
    name: String,
    identifier: String,
    is_system: bool,
    scopes: Vec<Scope>,
    signing_alg: &'static str,
    /// How long its tokens are good, in seconds
    token_lifetime: i64,
}

/// A permission of an API.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
pub struct Scope {
    /// Name of the permission
    #[schemars(length(min = 1, max = 280))]
    value: String,
    /// What it allows
    #[serde(default)]
    #[schemars(length(max = 500))]
    description: String,
}

impl Listed for ApiJson {
    const KEY: &'static str = "resource_servers";
}

impl ApiJson {
    /// The Management API is known by the address that was called.
    fn of(api: ResourceServer, permissions: Vec<Permission>, base: &str) -> Self {
        let scope = |p: Permission| Scope { value: p.name, description: p.description };
        Self {
            id: api.id,
            name: api.name,
            identifier: if api.is_system { format!("{base}{API_PATH}") } else { api.identifier },
            is_system: api.is_system,
            scopes: permissions.into_iter().map(scope).collect(),
            signing_alg: "RS256",
            token_lifetime: LIFETIME,
        }
    }
}

/// The query of the list.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Identifiers of the APIs that are meant
    identifiers: Option<Vec<String>>,
    /// Accepted; all attributes are always sent
    #[expect(dead_code, reason = "programs send it, and it changes nothing")]
    include_fields: Option<bool>,
    #[serde(flatten)]
    paging: Paging,
}

/// Lists APIs.
pub async fn list(call: Call<Query>) -> Result<Done<Page<ApiJson>>, Problem> {
    let all = call.read_with(found::all).await?;
    let mut all: Vec<_> = all.into_iter().map(|(api, scopes)| ApiJson::of(api, scopes, &call.base)).collect();
    if let Some(identifiers) = &call.query.identifiers {
        all.retain(|api| identifiers.contains(&api.identifier));
    }
    Ok(Done(call.query.paging.of_all(all)))
}

/// The API that a path names by its id or its identifier.
fn named(tx: &mut Tx, context: &Context, name: &str, base: &str) -> Outcome<(ResourceServer, Vec<Permission>)> {
    found::named(tx, context, name, |identifier| identifier.strip_suffix(API_PATH) == Some(base))
}

/// Returns an API.
pub async fn show(call: Call) -> Result<Done<ApiJson>, Problem> {
    let (name, base) = (call.part("id"), call.base.clone());
    let (api, scopes) = call.read_with(move |tx, context| named(tx, context, &name, &base)).await?;
    Ok(Done(ApiJson::of(api, scopes, &call.base)))
}

/// The body of a new API.
#[derive(Deserialize, JsonSchema)]
pub struct NewApi {
    /// Name of the API; its identifier if none is given
    #[schemars(length(max = 200), regex(pattern = "^[^<>]*$"))]
    #[serde(default)]
    name: String,
    /// Identifier of the API, the audience of its tokens
    #[schemars(length(min = 1, max = 600))]
    identifier: String,
    /// Its permissions
    #[serde(default)]
    scopes: Vec<Scope>,
}

/// Creates an API.
pub async fn create(call: Call<NoQuery, NewApi>) -> Result<Created<ApiJson>, Problem> {
    let NewApi { name, identifier, scopes } = &call.body;
    let name = if name.is_empty() { identifier.clone() } else { name.clone() };
    let (identifier, scopes, base) = (identifier.clone(), scopes.clone(), call.base.clone());
    let (api, scopes) = call
        .write_with(move |tx, context| {
            let api = make::create(tx, context, &name, &identifier)?;
            set_scopes(tx, context, &api, &[], &scopes)?;
            named(tx, context, &api.id, &base)
        })
        .await?;
    Ok(Created(ApiJson::of(api, scopes, &call.base)))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// Name of the API
    #[schemars(length(min = 1, max = 200), regex(pattern = "^[^<>]+$"))]
    name: Option<String>,
    /// All its permissions
    scopes: Option<Vec<Scope>>,
}

/// Changes an API; permissions that are not named any more go, and with them their assignments.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<ApiJson>, Problem> {
    let (id, base) = (call.part("id"), call.base.clone());
    let (name, wanted) = (call.body.name.clone(), call.body.scopes.clone());
    let (api, scopes) = call
        .write_with(move |tx, context| {
            let (api, held) = named(tx, context, &id, &base)?;
            crate::features::resource_servers::system::refuse(&api)?;
            if let Some(name) = &name {
                rename::update(tx, context, &api.id, api.version, name)?;
            }
            if let Some(wanted) = &wanted {
                set_scopes(tx, context, &api, &held, wanted)?;
            }
            named(tx, context, &api.id, &base)
        })
        .await?;
    Ok(Done(ApiJson::of(api, scopes, &call.base)))
}

fn set_scopes(
    tx: &mut Tx,
    context: &Context,
    api: &ResourceServer,
    held: &[Permission],
    wanted: &[Scope],
) -> Outcome<()> {
    for gone in held.iter().filter(|p| !wanted.iter().any(|scope| scope.value == p.name)) {
        remove_permission::remove_permission(tx, context, &api.id, &gone.name)?;
    }
    for Scope { value, description } in wanted {
        match held.iter().find(|p| p.name == *value) {
            Some(p) => {
                update_permission::update_permission(tx, context, &api.id, value, &p.description, description)?;
            }
            None => drop(add_permission::add_permission(tx, context, &api.id, value, description)?),
        }
    }
    Ok(())
}

/// Deletes an API. One that is not there is as good as deleted.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    let (id, base) = (call.part("id"), call.base.clone());
    call.write_with(move |tx, context| match named(tx, context, &id, &base) {
        Ok((api, _)) => remove::delete(tx, context, &api.id).map(drop),
        Err(crate::error::Error::NotFound(_)) => Ok(()),
        Err(other) => Err(other),
    })
    .await?;
    Ok(NoContent)
}
