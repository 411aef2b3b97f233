//! `/client-grants`.

use super::call::{Call, NoQuery};
use super::either::{Both, Either};
use super::kept::Kept;
use super::paging::Listed;
use super::problem::Problem;
use super::reply::{Created, Done, NoContent};
use crate::error::Result as Outcome;
use crate::features::Tx;
use crate::features::client_grants::{create as make, delete as remove, list as found, update as change};
use crate::features::context::Context;
use crate::features::further::{self, Thing};
use crate::features::resource_servers::show::system;
use crate::model::JsonObject;
use crate::model::client_grant::ClientGrant;
use crate::model::management_scope::API_PATH;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A grant.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ClientGrant")]
pub struct GrantJson {
    id: String,
    client_id: String,
    audience: String,
    scope: Vec<String>,
    subject_type: &'static str,
    #[serde(flatten)]
    further: JsonObject,
}

/// Further attributes of a grant, kept as they are sent.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what is kept as it was sent")]
struct Further {
    #[schemars(regex(pattern = "^(deny|allow|require)$"), extend("x-nullable" = true))]
    organization_usage: Option<String>,
    #[schemars(extend("x-nullable" = true))]
    allow_any_organization: Option<bool>,
    authorization_details_types: Option<Vec<String>>,
    #[schemars(extend("x-nullable" = true))]
    allow_all_scopes: Option<bool>,
    #[schemars(regex(pattern = "^third_party_clients$"))]
    default_for: Option<String>,
}

impl GrantJson {
    /// The Management API is known by the address that was called.
    fn of((grant, further): (ClientGrant, JsonObject), system: &str, base: &str) -> Self {
        let own = grant.resource_server_id == system;
        Self {
            id: grant.id,
            client_id: grant.client_id,
            audience: if own { format!("{base}{API_PATH}") } else { grant.audience },
            scope: grant.scopes,
            subject_type: "client",
            further,
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
    /// Whose grants are meant; all are those of applications
    #[schemars(regex(pattern = "^(client|user)$"))]
    subject_type: Option<String>,
    /// Those that hold for any organization, or those that do not
    allow_any_organization: Option<bool>,
    /// Those that applications of this kind begin with
    #[schemars(regex(pattern = "^third_party_clients$"))]
    default_for: Option<String>,
    #[serde(flatten)]
    both: Both,
}

/// Lists grants.
pub async fn list(call: Call<Query>) -> Result<Done<Either<GrantJson>>, Problem> {
    let query = &call.query;
    let (all, mut kept, system) = call
        .read_with(|tx, context| {
            let kept = further::all(tx, context, Thing::ClientGrant)?;
            Ok((found::all(tx, context)?, kept, system(tx, context)?.id))
        })
        .await?;
    let mut json = |grant: ClientGrant| {
        let kept = kept.remove(&grant.id).unwrap_or_default();
        GrantJson::of((grant, kept), &system, &call.base)
    };
    let mut all: Vec<_> = all.into_iter().map(&mut json).collect();
    all.retain(|_| query.subject_type.as_deref() != Some("user"));
    all.retain(|grant| query.audience.as_ref().is_none_or(|audience| grant.audience == *audience));
    all.retain(|grant| query.client_id.as_ref().is_none_or(|client| grant.client_id == *client));
    all.retain(|grant| {
        let kept = grant.further.get("allow_any_organization").and_then(Value::as_bool).unwrap_or(false);
        query.allow_any_organization.is_none_or(|any| kept == any)
    });
    all.retain(|grant| {
        let kept = grant.further.get("default_for").and_then(Value::as_str);
        query.default_for.is_none() || query.default_for.as_deref() == kept
    });
    Ok(Done(query.both.of_all(all, GrantJson::key)?))
}

/// A grant and what is kept with it.
fn whole(tx: &mut Tx, context: &Context, id: &str) -> Outcome<(ClientGrant, JsonObject)> {
    Ok((found::find(tx, context, id)?, further::of(tx, context, Thing::ClientGrant, id)?))
}

fn keep(tx: &mut Tx, context: &Context, grant: &ClientGrant, sent: &JsonObject) -> Outcome<()> {
    let what = format!("Update a client grant: {}", grant.client_id);
    further::merge(tx, context, (Thing::ClientGrant, &grant.id), &what, sent).map(drop)
}

/// Returns a grant.
pub async fn show(call: Call) -> Result<Done<GrantJson>, Problem> {
    let id = call.part("id");
    let (grant, system) =
        call.read_with(move |tx, context| Ok((whole(tx, context, &id)?, system(tx, context)?.id))).await?;
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
    /// Whose grant it is: an application's
    #[schemars(regex(pattern = "^client$"))]
    #[expect(dead_code, reason = "there is one sort of grants, and programs may name it")]
    subject_type: Option<String>,
    #[serde(flatten)]
    further: Kept<Further>,
}

/// Grants an application scopes of an API.
pub async fn create(call: Call<NoQuery, NewGrant>) -> Result<Created<GrantJson>, Problem> {
    let NewGrant { client_id, audience, scope, further, .. } = &call.body;
    let (client_id, scopes, sent) = (client_id.clone(), scope.clone(), further.0.clone());
    let own = audience.strip_suffix(API_PATH) == Some(call.base.as_str());
    let audience = audience.clone();
    let (grant, system) = call
        .write_with(move |tx, context| {
            let system = system(tx, context)?;
            let audience = if own { &system.identifier } else { &audience };
            let grant = make::create(tx, context, &client_id, audience, &scopes)?;
            keep(tx, context, &grant, &sent)?;
            Ok((whole(tx, context, &grant.id)?, system.id))
        })
        .await?;
    Ok(Created(GrantJson::of(grant, &system, &call.base)))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// What the application may ask for
    #[schemars(inner(length(min = 1, max = 280)), extend("x-nullable" = true))]
    scope: Option<Vec<String>>,
    #[serde(flatten)]
    further: Kept<Further>,
}

/// Changes what a grant allows.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<GrantJson>, Problem> {
    let (id, scopes, sent) = (call.part("id"), call.body.scope.clone(), call.body.further.0.clone());
    let (grant, system) = call
        .write_with(move |tx, context| {
            further::hold(tx, context)?;
            let before = found::find(tx, context, &id)?;
            if let Some(scopes) = &scopes {
                change::update(tx, context, &id, scopes)?;
            }
            keep(tx, context, &before, &sent)?;
            Ok((whole(tx, context, &id)?, system(tx, context)?.id))
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
