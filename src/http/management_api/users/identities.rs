//! `/users/{id}/identities`.

use super::json::IdentityShape;
use crate::error::Error;
use crate::features::context::Context;
use crate::features::tokens::identify;
use crate::features::users::{link, profiles, unlink};
use crate::features::{Tx, connections};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::{Created, Done};
use crate::model::user::UserId;
use crate::model::user_json::user_json;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// A user's identities, the primary first.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Identities(Value);

impl JsonSchema for Identities {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Identities".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        generator.subschema_for::<Vec<IdentityShape>>()
    }
}

/// The body.
#[derive(Deserialize, JsonSchema)]
pub struct Body {
    /// Strategy of the account that is linked
    provider: Option<String>,
    /// Id of its connection
    #[schemars(regex(pattern = r"^con_[A-Za-z0-9]{16}$"))]
    connection_id: Option<String>,
    /// Its id at the provider, or the whole id of its user
    user_id: Option<Id>,
    /// Token of the account that is linked
    link_with: Option<String>,
}

/// An id, which some providers write as a number.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
enum Id {
    Text(#[schemars(length(min = 1))] String),
    Number(u64),
}

/// Links another account to a user; its own user goes.
pub async fn add(call: Call<NoQuery, Body>) -> Result<Created<Identities>, Problem> {
    let body = &call.body;
    let other = match (&body.link_with, &body.provider, &body.user_id) {
        (Some(token), None, None) => of_token(&call, token.clone()).await?,
        (None, Some(provider), Some(user_id)) => {
            let own = match user_id {
                Id::Text(text) => text.clone(),
                Id::Number(number) => number.to_string(),
            };
            let prefix = format!("{provider}|");
            UserId::from_text(if own.starts_with(&prefix) { own } else { format!("{prefix}{own}") })
        }
        _ => {
            let words = "Payload validation error: 'Either link_with, or provider and user_id, must be given'.";
            return Err(Problem::bad_request("invalid_body", words));
        }
    };
    let (id, connection) = (call.user_id(), body.connection_id.clone());
    let linked = call.write(move |tx, context| {
        require_connection(tx, context, &other, connection.as_deref())?;
        link::link(tx, context, &id, &other)?;
        profiles::one(tx, context, &id)
    });
    let profile = linked.await.map_err(|error| match error {
        // The account to be linked is part of the body, not of the address.
        Error::NotFound("user") => Problem::bad_request("inexistent_user", "The user does not exist."),
        Error::NotFound("connection") => {
            Problem::bad_request("inexistent_connection", "The connection does not exist.")
        }
        other => other.into(),
    })?;
    Ok(Created(of(&profile)))
}

/// The user of the ID token that the calling application got when they signed in.
async fn of_token(call: &Call<NoQuery, Body>, token: String) -> Result<UserId, Problem> {
    let (base, client) = (call.base.clone(), call.admitted.caller.client_id.clone());
    let named = call
        .read_with(move |tx, context| identify::identify(tx, &context.tenant, &token, (&base, &client), context.now));
    named.await?.ok_or_else(|| {
        Problem::bad_request(
            "invalid_body",
            "Payload validation error: 'link_with is no ID token of this application'.",
        )
    })
}

/// Where a connection is named, the account must be of it.
fn require_connection(
    tx: &mut Tx,
    context: &Context,
    other: &UserId,
    connection: Option<&str>,
) -> crate::error::Result<()> {
    let Some(connection) = connection else { return Ok(()) };
    let connection = connections::details::settings(tx, context, connection)?;
    match profiles::one(tx, context, other) {
        Ok(profile) if profile.user.connection != connection.name => Err(Error::NotFound("user")),
        // Linked already, perhaps by this very call.
        Ok(_) | Err(Error::NotFound(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// Unlinks an account, which becomes a user of its own again.
pub async fn remove(call: Call) -> Result<Done<Identities>, Problem> {
    let (id, provider, own) = (call.user_id(), call.part("provider"), call.part("user_id"));
    let unlinked = call.write(move |tx, context| {
        let before = profiles::one(tx, context, &id)?;
        let named =
            before.identities.iter().find(|i| i.provider == provider && is_named(i.own_user_id().as_str(), &own));
        let target = named.map_or_else(|| UserId::new(&provider, &own), |identity| identity.own_user_id());
        unlink::unlink(tx, context, &id, &target)?;
        profiles::one(tx, context, &id)
    });
    let profile = unlinked.await.map_err(|error| match error {
        Error::NotFound("linked account") => {
            Problem::bad_request("inexistent_identity", "The user does not have this identity.")
        }
        Error::Invalid(_) => Problem::bad_request("operation_not_supported", "Main identity cannot be unlinked."),
        other => other.into(),
    })?;
    Ok(Done(of(&profile)))
}

/// Whether an account's whole id ends in the id at its provider; that of an enterprise may begin with its connection.
fn is_named(whole: &str, own: &str) -> bool {
    whole.strip_suffix(own).is_some_and(|rest| rest.ends_with('|'))
}

fn of(profile: &profiles::Profile) -> Identities {
    let json = user_json(&profile.user, &profile.identities, &profile.factors);
    Identities(json.get("identities").cloned().unwrap_or(Value::Array(Vec::new())))
}
