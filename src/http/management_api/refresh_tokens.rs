//! `/refresh-tokens`, and the same tokens as `/device-credentials`.

use super::call::{Call, NoQuery};
use super::paging::{Batch, Checkpoint, Listed, Page, Paging};
use super::problem::Problem;
use super::projection::{InPart, Projection};
use super::reply::{Accepted, Done, NoContent};
use super::sessions::DeviceShape;
use crate::error::{Error, Result};
use crate::features::Tx;
use crate::features::context::Context;
use crate::features::users::revoke_tokens::{self, Which};
use crate::features::users::{devices, program_data, unlink_device};
use crate::model::device::Device;
use crate::model::user::UserId;
use crate::model::{JsonObject, iso};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A refresh token.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RefreshToken {
    id: String,
    user_id: String,
    client_id: String,
    rotating: bool,
    #[schemars(extend("format" = "date-time"))]
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    last_exchanged_at: Option<String>,
    device: DeviceShape,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token_metadata: Option<JsonObject>,
}

impl RefreshToken {
    fn of(user: &UserId, device: &Device) -> Self {
        Self {
            id: device.id.clone(),
            user_id: user.as_str().to_owned(),
            client_id: device.client_id.clone(),
            rotating: false,
            created_at: iso(device.created_at),
            last_exchanged_at: device.last_used_at.map(iso),
            device: DeviceShape {
                initial_user_agent: device.user_agent.clone(),
                initial_ip: device.ip.clone(),
                last_user_agent: device.user_agent.clone(),
                last_ip: device.ip.clone(),
            },
            session_id: device.session_id.clone(),
            refresh_token_metadata: Some(device.metadata.clone()).filter(|data| !data.is_empty()),
        }
    }

    fn key(&self) -> String {
        self.id.clone()
    }
}

impl Listed for RefreshToken {
    const KEY: &'static str = "refresh_tokens";
}

/// A refresh token in the list of a user's, which calls its rows otherwise.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct UserToken(RefreshToken);

impl UserToken {
    /// Of a user's device.
    pub fn of(user: &UserId, device: &Device) -> Self {
        Self(RefreshToken::of(user, device))
    }

    /// Its place in lists.
    pub fn key(&self) -> String {
        self.0.key()
    }
}

impl JsonSchema for UserToken {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "UserToken".into()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        generator.subschema_for::<RefreshToken>()
    }
}

impl Listed for UserToken {
    const KEY: &'static str = "tokens";
}

/// The query of the list.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Id of the user
    user_id: String,
    /// Client id of an application, for its tokens alone
    client_id: Option<String>,
    #[serde(flatten)]
    checkpoint: Checkpoint,
    #[serde(flatten)]
    projection: Projection,
}

/// Lists refresh tokens of a user.
pub async fn list(call: Call<Query>) -> Result<Done<Batch<InPart<RefreshToken>>>, Problem> {
    let (user, client) = (UserId::from_text(call.query.user_id.clone()), call.query.client_id.clone());
    let rows = of_user(&call, user, client).await?;
    let mut rows: Vec<_> = rows.iter().map(|(user, device)| RefreshToken::of(user, device)).collect();
    rows.sort_by_key(RefreshToken::key);
    let batch = call.query.checkpoint.of_all(rows, RefreshToken::key)?;
    Ok(Done(batch.map(|token| InPart::of(&token, &call.query.projection))))
}

async fn of_user<Q, B>(
    call: &Call<Q, B>,
    user: UserId,
    client: Option<String>,
) -> Result<Vec<(UserId, Device)>, Problem> {
    let owner = user.clone();
    let (_, all) = call.read_with(move |tx, context| devices::devices(tx, context, &user)).await?;
    let mine = all.into_iter().filter(|device| client.as_ref().is_none_or(|client| device.client_id == *client));
    Ok(mine.map(|device| (owner.clone(), device)).collect())
}

/// Returns one refresh token.
pub async fn show(call: Call) -> Result<Done<RefreshToken>, Problem> {
    let id = call.part("id");
    let (user, device) = call.read_with(move |tx, context| devices::find(tx, context, &id)).await?;
    Ok(Done(RefreshToken::of(&user, &device)))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// Data of programs; all of it
    #[serde(default)]
    #[schemars(extend("x-nullable" = true, "maxProperties" = 25))]
    refresh_token_metadata: Option<JsonObject>,
}

/// Replaces what programs keep with a refresh token.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<RefreshToken>, Problem> {
    let (id, metadata) = (call.part("id"), call.body.refresh_token_metadata.clone().unwrap_or_default());
    let (user, device) =
        call.write_with(move |tx, context| program_data::set_of_token(tx, context, &id, &metadata)).await?;
    Ok(Done(RefreshToken::of(&user, &device)))
}

/// Which refresh tokens are revoked: those named, or those of a user, an application or both.
#[derive(Deserialize, JsonSchema)]
pub struct Revocation {
    /// Ids of refresh tokens
    #[schemars(length(min = 1, max = 100), inner(length(min = 1, max = 30)))]
    ids: Option<Vec<String>>,
    /// Id of a user
    #[schemars(length(min = 1, max = 300))]
    user_id: Option<String>,
    /// Client id of an application
    #[schemars(length(min = 1, max = 64))]
    client_id: Option<String>,
    /// Identifier of an API; refresh tokens are of all APIs, so this cannot tell them apart
    #[schemars(length(min = 1, max = 600))]
    audience: Option<String>,
}

/// Revokes several.
pub async fn revoke_many(call: Call<NoQuery, Revocation>) -> Result<Accepted, Problem> {
    let Revocation { ids, user_id, client_id, audience } = &call.body;
    if audience.is_some() {
        let words = "Refresh tokens are of all APIs: they cannot be revoked by audience.";
        return Err(Problem::bad_request("operation_not_supported", words));
    }
    let which = match (ids, user_id, client_id) {
        (Some(ids), None, None) => Which::Named(ids.clone()),
        (None, Some(user), client) => Which::OfUser(UserId::from_text(user.clone()), client.clone()),
        (None, None, Some(client)) => Which::OfApplication(client.clone()),
        _ => {
            let words = "Payload validation error: 'Either ids, or user_id or client_id or both, must be given'.";
            return Err(Problem::bad_request("invalid_body", words));
        }
    };
    call.write_with(move |tx, context| revoke_tokens::revoke_tokens(tx, context, &which)).await?;
    Ok(Accepted)
}

/// Revokes one.
pub async fn revoke(call: Call) -> Result<Accepted, Problem> {
    let id = call.part("id");
    call.write_with(move |tx, context| unlink(tx, context, &id)).await?;
    Ok(Accepted)
}

fn unlink(tx: &mut Tx, context: &Context, id: &str) -> Result<()> {
    match devices::find(tx, context, id) {
        Ok((user, device)) => unlink_device::unlink_device(tx, context, &user, &device.id).map(drop),
        Err(Error::NotFound(_)) => Ok(()),
        Err(other) => Err(other),
    }
}

/// A device credential.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct DeviceCredential {
    id: String,
    device_name: String,
    #[serde(rename = "type")]
    kind: &'static str,
    user_id: String,
    client_id: String,
}

impl Listed for DeviceCredential {
    const KEY: &'static str = "device_credentials";
}

/// The query of the list of device credentials.
#[derive(Deserialize, JsonSchema)]
pub struct DeviceQuery {
    /// Id of a user, for their devices alone
    user_id: Option<String>,
    /// Client id of an application, for its devices alone
    client_id: Option<String>,
    /// Kind of credential
    #[serde(rename = "type")]
    kind: Option<CredentialKind>,
    #[serde(flatten)]
    paging: Paging,
    #[serde(flatten)]
    projection: Projection,
}

/// Kinds of device credentials.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum CredentialKind {
    PublicKey,
    RefreshToken,
    RotatingRefreshToken,
}

/// Lists devices, of all users or of one.
pub async fn list_devices(call: Call<DeviceQuery>) -> Result<Done<Page<InPart<DeviceCredential>>>, Problem> {
    let query = &call.query;
    let row = |(user, device): (UserId, Device)| {
        let credential = DeviceCredential {
            id: device.id,
            device_name: device.name,
            kind: "refresh_token",
            user_id: user.as_str().to_owned(),
            client_id: device.client_id,
        };
        InPart::of(&credential, &query.projection)
    };
    if matches!(query.kind, Some(CredentialKind::PublicKey | CredentialKind::RotatingRefreshToken)) {
        return Ok(Done(query.paging.of_all(Vec::new())));
    }
    let (client, window) = (query.client_id.clone(), query.paging.window());
    let Some(user) = &query.user_id else {
        let found = call.read_with(move |tx, context| devices::window(tx, context, client.as_deref(), window));
        let (rows, total) = found.await?;
        return Ok(Done(query.paging.page(rows.into_iter().map(row).collect(), total)));
    };
    let rows = match of_user(&call, UserId::from_text(user.clone()), client).await {
        Err(problem) if problem.code == Some("inexistent_user") => Vec::new(),
        found => found?,
    };
    Ok(Done(query.paging.of_all(rows.into_iter().map(row).collect())))
}

/// Unlinks a device.
pub async fn remove_device(call: Call) -> Result<NoContent, Problem> {
    let id = call.part("id");
    call.write_with(move |tx, context| unlink(tx, context, &id)).await?;
    Ok(NoContent)
}
