//! An application asks for a token in its own name (RFC 6749, section 4.4), and gets what it has been granted.

use crate::error::{Error, Result};
use crate::features::applications::proofs::Ways;
use crate::features::client_credentials::prove;
use crate::features::context::Context;
use crate::features::further::{self, Thing};
use crate::model::application::Application;
use crate::model::log_event::{Actor, LogEvent};
use crate::model::management_scope::{API_PATH, LIFETIME};
use crate::model::resource_server::ResourceServer;
use crate::security::token;
use crate::store::{Tx, applications, client_grants, log_events, resource_servers};
use serde_json::Value;

/// Most of an unknown application's name that is written to the log, in characters.
const MOST: usize = 64;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Wish {
    pub client_id: String,
    pub proof: Proof,
    /// Identifier of an API.
    pub audience: String,
    /// Scopes between spaces; all that are granted when none is named.
    pub scope: String,
}

/// How an application proves who it is.
#[derive(Debug, Clone)]
pub enum Proof {
    /// Its secret, in the body or in the header.
    Secret { secret: String, in_header: bool },
    /// A token it signed itself.
    Assertion(String),
}

/// What came of it. Both are written to the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Exchange {
    Granted(Granted),
    Refused(Refusal),
}

/// What the token will say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Granted {
    pub client_id: String,
    pub scopes: Vec<String>,
    /// In seconds.
    pub lifetime: i64,
}

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// No such application, or another secret.
    Client,
    /// A signed proof that is not believed.
    Assertion(&'static str),
    /// The application proves who it is in another way than this.
    Way,
    /// The application gets no tokens in its own name: it cannot keep a secret, or its settings say so.
    Kind,
    /// There is no such API.
    Audience(String),
    /// The application has no grant for the API.
    NoGrant(String),
    /// These scopes are not granted.
    Scopes(Vec<String>),
}

impl Refusal {
    /// In words.
    pub fn words(&self) -> String {
        match self {
            Self::Client => "Unauthorized".to_owned(),
            Self::Assertion(why) => format!("The client assertion is not believed: {why}."),
            Self::Way => "The client has to authenticate in the way its settings name.".to_owned(),
            Self::Kind => "Grant type 'client_credentials' not allowed for the client.".to_owned(),
            Self::Audience(audience) => format!("Service not found: {audience}"),
            Self::NoGrant(audience) => {
                format!(
                    "Client is not authorized to access \"{audience}\". You need to create a \"client-grant\" associated to this API."
                )
            }
            Self::Scopes(scopes) => format!("Client has not been granted scopes: {}", scopes.join(", ")),
        }
    }
}

/// Decides and writes it down. `base` is the address under which it was asked; the Management API is known by it too.
pub fn exchange(tx: &mut Tx, context: &Context, wish: &Wish, base: &str) -> Result<Exchange> {
    let application = match applications::find(tx, &context.tenant, &wish.client_id) {
        Err(Error::NotFound(_)) => None,
        found => Some(found?),
    };
    let outcome = decide(tx, context, wish, base, application.as_ref())?;
    log(tx, context, wish, application.as_ref(), &outcome)?;
    Ok(outcome)
}

fn decide(
    tx: &mut Tx,
    context: &Context,
    wish: &Wish,
    base: &str,
    application: Option<&Application>,
) -> Result<Exchange> {
    let tenant = &context.tenant;
    let refused = |why| Ok(Exchange::Refused(why));
    let Some(application) = application else { return refused(Refusal::Client) };
    if !application.kind.keeps_secret() {
        return refused(Refusal::Kind);
    }
    let ways = Ways::of(&further::of(tx, context, Thing::Application, &application.client_id)?);
    if let Some(why) = doubt(tx, context, wish, base, &ways)? {
        return refused(why);
    }
    if !ways.grant_own() {
        return refused(Refusal::Kind);
    }
    let Some(api) = api(tx, context, &wish.audience, base)? else {
        return refused(Refusal::Audience(wish.audience.clone()));
    };
    let Some(grant) = client_grants::of_pair(tx, tenant, &application.client_id, &api.id)? else {
        return refused(Refusal::NoGrant(wish.audience.clone()));
    };
    let wished: Vec<String> = wish.scope.split_whitespace().map(str::to_owned).collect();
    let more: Vec<String> = wished.iter().filter(|scope| !grant.scopes.contains(scope)).cloned().collect();
    if !more.is_empty() {
        return refused(Refusal::Scopes(more));
    }
    let scopes = if wished.is_empty() { grant.scopes } else { wished };
    let lifetime = lifetime(tx, context, &api)?;
    Ok(Exchange::Granted(Granted { client_id: application.client_id.clone(), scopes, lifetime }))
}

/// How long tokens for an API are good, in seconds: as its settings say, or as all are.
fn lifetime(tx: &mut Tx, context: &Context, api: &ResourceServer) -> Result<i64> {
    let kept = further::of(tx, context, Thing::ResourceServer, &api.id)?;
    Ok(kept.get("token_lifetime").and_then(Value::as_i64).filter(|seconds| *seconds > 0).unwrap_or(LIFETIME))
}

/// Why an application is not believed to be the one it says it is.
fn doubt(tx: &mut Tx, context: &Context, wish: &Wish, base: &str, ways: &Ways) -> Result<Option<Refusal>> {
    match &wish.proof {
        Proof::Secret { in_header, .. } if !ways.believe_secret(*in_header) => Ok(Some(Refusal::Way)),
        Proof::Secret { secret, .. } => {
            let hash = applications::secret_hash(tx, &context.tenant, &wish.client_id)?;
            let is_right = hash.is_some_and(|hash| token::equal(&hash, &token::hash(secret)));
            Ok((!is_right).then_some(Refusal::Client))
        }
        Proof::Assertion(proof) => {
            let proven = prove::prove(tx, context, (&wish.client_id, ways), proof, base)?;
            Ok(proven.err().map(Refusal::Assertion))
        }
    }
}

/// The API of an identifier; the Management API is also known by the address that was called.
fn api(tx: &mut Tx, context: &Context, audience: &str, base: &str) -> Result<Option<ResourceServer>> {
    if audience.strip_suffix(API_PATH) == Some(base) {
        return resource_servers::system(tx, &context.tenant);
    }
    resource_servers::by_identifier(tx, &context.tenant, audience)
}

fn log(
    tx: &mut Tx,
    context: &Context,
    wish: &Wish,
    application: Option<&Application>,
    outcome: &Exchange,
) -> Result<()> {
    let (code, description) = match outcome {
        Exchange::Granted(_) => ("seccft", "Client Credentials for Access Token".to_owned()),
        Exchange::Refused(why) => ("feccft", why.words()),
    };
    let mut details = crate::model::JsonObject::new();
    details.insert("audience".into(), Value::from(wish.audience.as_str()));
    if let Exchange::Granted(granted) = outcome {
        details.insert("scope".into(), granted.scopes.join(" ").into());
    }
    let event = LogEvent {
        id: context.ids.log_id(context.now),
        date: context.now,
        code: code.to_owned(),
        description: Some(description),
        client_id: Some(wish.client_id.chars().take(MOST).collect()),
        client_name: application.map(|a| a.name.clone()),
        ip: context.ip.clone(),
        user_agent: context.user_agent.clone(),
        hostname: context.hostname.clone(),
        actor: match application {
            Some(a) => Actor::Client { id: a.client_id.clone(), name: a.name.clone() },
            None => Actor::System,
        },
        details,
        ..LogEvent::default()
    };
    log_events::insert(tx, &context.tenant, &event)
}
