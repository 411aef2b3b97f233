//! `/resource-servers`: APIs and their permissions, which are called scopes here.

use super::call::{Call, NoQuery};
use super::kept::Kept;
use super::paging::{Listed, Page, Paging};
use super::problem::Problem;
use super::reply::{Created, Done, NoContent};
use crate::error::Result as Outcome;
use crate::features::Tx;
use crate::features::context::Context;
use crate::features::further::{self, Thing};
use crate::features::resource_servers::{
    add_permission, create as make, delete as remove, remove_permission, show as found, system, update as rename,
    update_permission,
};
use crate::model::JsonObject;
use crate::model::management_scope::{API_PATH, LIFETIME};
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;

/// What can be set of the Management API too.
const OPEN: &[&str] = &[
    "authorization_policy",
    "proof_of_possession",
    "skip_consent_for_verifiable_first_party_clients",
    "subject_type_authorization",
    "token_lifetime",
];

/// An API.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct ApiJson(Value);

/// An API.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what ApiJson holds")]
struct Shape {
    id: String,
    name: String,
    identifier: String,
    is_system: bool,
    scopes: Vec<Scope>,
    #[schemars(flatten)]
    further: Further,
}

impl JsonSchema for ApiJson {
    fn schema_name() -> Cow<'static, str> {
        "ResourceServer".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Shape::json_schema(generator)
    }
}

/// Further attributes of an API, kept as they are sent.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what is kept as it was sent")]
struct Further {
    #[schemars(regex(pattern = "^(HS256|RS256|RS512|PS256)$"))]
    signing_alg: Option<String>,
    #[schemars(length(min = 16))]
    signing_secret: Option<String>,
    /// How long its tokens are good, in seconds
    #[schemars(range(min = 0, max = 2_592_000))]
    token_lifetime: Option<u32>,
    token_lifetime_for_web: Option<u32>,
    allow_offline_access: Option<bool>,
    allow_online_access: Option<bool>,
    allow_online_access_with_ephemeral_sessions: Option<bool>,
    skip_consent_for_verifiable_first_party_clients: Option<bool>,
    enforce_policies: Option<bool>,
    #[schemars(regex(pattern = "^(access_token|rfc9068_profile)(_authz)?$"))]
    token_dialect: Option<String>,
    #[schemars(extend("x-nullable" = true))]
    token_encryption: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    consent_policy: Option<String>,
    #[schemars(extend("x-nullable" = true))]
    authorization_details: Option<Vec<JsonObject>>,
    #[schemars(extend("x-nullable" = true))]
    proof_of_possession: Option<JsonObject>,
    subject_type_authorization: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    authorization_policy: Option<JsonObject>,
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
    fn of((api, permissions, further): Whole, base: &str) -> Self {
        let scope = |p: Permission| Scope { value: p.name, description: p.description };
        let scopes: Vec<Scope> = permissions.into_iter().map(scope).collect();
        let mut json = json!({
            "id": api.id,
            "name": api.name,
            "identifier": if api.is_system { format!("{base}{API_PATH}") } else { api.identifier },
            "is_system": api.is_system,
            "scopes": scopes,
            "signing_alg": "RS256",
            "token_lifetime": LIFETIME,
        });
        for (key, value) in further {
            json[key] = value;
        }
        Self(json)
    }

    fn is(&self, identifier: &str) -> bool {
        self.0.get("identifier").and_then(Value::as_str) == Some(identifier)
    }
}

/// An API, its permissions and what is kept with it.
type Whole = (ResourceServer, Vec<Permission>, JsonObject);

fn whole(tx: &mut Tx, context: &Context, name: &str, base: &str) -> Outcome<Whole> {
    let (api, permissions) = named(tx, context, name, base)?;
    let further = further::of(tx, context, Thing::ResourceServer, &api.id)?;
    Ok((api, permissions, further))
}

fn keep(tx: &mut Tx, context: &Context, api: &ResourceServer, sent: &JsonObject) -> Outcome<()> {
    let what = format!("Update an API: {}", api.name);
    further::merge(tx, context, (Thing::ResourceServer, &api.id), &what, sent).map(drop)
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
    let (all, mut kept) = call
        .read_with(|tx, context| Ok((found::all(tx, context)?, further::all(tx, context, Thing::ResourceServer)?)))
        .await?;
    let mut json = |(api, scopes): (ResourceServer, Vec<Permission>)| {
        let kept = kept.remove(&api.id).unwrap_or_default();
        ApiJson::of((api, scopes, kept), &call.base)
    };
    let mut all: Vec<_> = all.into_iter().map(&mut json).collect();
    if let Some(identifiers) = &call.query.identifiers {
        all.retain(|api| identifiers.iter().any(|identifier| api.is(identifier)));
    }
    Ok(Done(call.query.paging.of_all(all)))
}

/// The API that a path names by its id or its identifier.
fn named(tx: &mut Tx, context: &Context, name: &str, base: &str) -> Outcome<(ResourceServer, Vec<Permission>)> {
    found::named(tx, context, name, |identifier| identifier.strip_suffix(API_PATH) == Some(base))
}

/// The query of one API.
#[derive(Deserialize, JsonSchema)]
pub struct OneQuery {
    /// Accepted; all attributes are always sent
    #[expect(dead_code, reason = "programs send it, and it changes nothing")]
    include_fields: Option<bool>,
}

/// Returns an API.
pub async fn show(call: Call<OneQuery>) -> Result<Done<ApiJson>, Problem> {
    let (name, base) = (call.part("id"), call.base.clone());
    let found = call.read_with(move |tx, context| whole(tx, context, &name, &base)).await?;
    Ok(Done(ApiJson::of(found, &call.base)))
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
    #[serde(flatten)]
    further: Kept<Further>,
}

/// Creates an API.
pub async fn create(call: Call<NoQuery, NewApi>) -> Result<Created<ApiJson>, Problem> {
    let NewApi { name, identifier, scopes, further } = &call.body;
    let sent = further.0.clone();
    let name = if name.is_empty() { identifier.clone() } else { name.clone() };
    let (identifier, scopes, base) = (identifier.clone(), scopes.clone(), call.base.clone());
    let made = call
        .write_with(move |tx, context| {
            let api = make::create(tx, context, &name, &identifier)?;
            set_scopes(tx, context, &api, &[], &scopes)?;
            keep(tx, context, &api, &sent)?;
            whole(tx, context, &api.id, &base)
        })
        .await?;
    Ok(Created(ApiJson::of(made, &call.base)))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// Name of the API
    #[schemars(length(min = 1, max = 200), regex(pattern = "^[^<>]+$"))]
    name: Option<String>,
    /// All its permissions
    scopes: Option<Vec<Scope>>,
    #[serde(flatten)]
    further: Kept<Further>,
}

/// Changes an API; permissions that are not named any more go, and with them their assignments.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<ApiJson>, Problem> {
    let (id, base) = (call.part("id"), call.base.clone());
    let (name, wanted, sent) = (call.body.name.clone(), call.body.scopes.clone(), call.body.further.0.clone());
    let changed = call
        .write_with(move |tx, context| {
            further::hold(tx, context)?;
            let (api, held) = named(tx, context, &id, &base)?;
            let name = name.as_ref().filter(|name| **name != api.name);
            let is_open = name.is_none() && wanted.is_none() && sent.keys().all(|key| OPEN.contains(&key.as_str()));
            if !is_open {
                system::refuse(&api)?;
            }
            if let Some(name) = name {
                rename::update(tx, context, &api.id, api.version, name)?;
            }
            if let Some(wanted) = &wanted {
                set_scopes(tx, context, &api, &held, wanted)?;
            }
            keep(tx, context, &api, &sent)?;
            whole(tx, context, &api.id, &base)
        })
        .await?;
    Ok(Done(ApiJson::of(changed, &call.base)))
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
