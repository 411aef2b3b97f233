//! `/sessions`.

use super::call::{Call, NoQuery};
use super::paging::Listed;
use super::problem::Problem;
use super::reply::{Accepted, Done};
use crate::features::users::{end_sessions, program_data};
use crate::model::session::Session;
use crate::model::user::UserId;
use crate::model::{JsonObject, iso};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A session.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Session")]
pub struct SessionJson {
    id: String,
    user_id: String,
    #[schemars(extend("format" = "date-time"))]
    created_at: String,
    #[schemars(extend("format" = "date-time"))]
    updated_at: String,
    #[schemars(extend("format" = "date-time"))]
    authenticated_at: String,
    #[schemars(extend("format" = "date-time"))]
    last_interacted_at: String,
    device: DeviceShape,
    clients: Vec<ClientShape>,
    #[serde(skip_serializing_if = "Option::is_none")]
    session_metadata: Option<JsonObject>,
}

/// The browser or device.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SessionDevice")]
pub(super) struct DeviceShape {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) initial_user_agent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) initial_ip: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_user_agent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) last_ip: Option<String>,
}

#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SessionClient")]
struct ClientShape {
    client_id: String,
}

impl SessionJson {
    /// Of a user's session.
    pub fn of(user: &UserId, session: &Session) -> Self {
        let client = |client_id: &String| ClientShape { client_id: client_id.clone() };
        Self {
            id: session.id.clone(),
            user_id: user.as_str().to_owned(),
            created_at: iso(session.created_at),
            updated_at: iso(session.last_active_at),
            authenticated_at: iso(session.created_at),
            last_interacted_at: iso(session.last_active_at),
            device: DeviceShape {
                initial_user_agent: session.user_agent.clone(),
                initial_ip: session.ip.clone(),
                last_user_agent: session.user_agent.clone(),
                last_ip: session.ip.clone(),
            },
            clients: session.application.iter().map(client).collect(),
            session_metadata: Some(session.metadata.clone()).filter(|data| !data.is_empty()),
        }
    }

    /// Its place in lists.
    pub fn key(&self) -> String {
        self.id.clone()
    }
}

impl Listed for SessionJson {
    const KEY: &'static str = "sessions";
}

/// Returns one session.
pub async fn show(call: Call) -> Result<Done<SessionJson>, Problem> {
    let id = call.part("id");
    let (user, session) = call.read_with(move |tx, context| end_sessions::session(tx, context, &id)).await?;
    Ok(Done(SessionJson::of(&user, &session)))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// Data of programs; all of it
    #[serde(default)]
    #[schemars(extend("x-nullable" = true, "maxProperties" = 25))]
    session_metadata: Option<JsonObject>,
}

/// Replaces what programs keep with a session.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<SessionJson>, Problem> {
    let (id, metadata) = (call.part("id"), call.body.session_metadata.clone().unwrap_or_default());
    let (user, session) =
        call.write_with(move |tx, context| program_data::set_of_session(tx, context, &id, &metadata)).await?;
    Ok(Done(SessionJson::of(&user, &session)))
}

/// Ends a session.
pub async fn end(call: Call) -> Result<Accepted, Problem> {
    let id = call.part("id");
    call.write_with(move |tx, context| end_sessions::end_session(tx, context, &id, false)).await?;
    Ok(Accepted)
}

/// Ends a session and the refresh tokens that were issued in it.
pub async fn revoke(call: Call) -> Result<Accepted, Problem> {
    let id = call.part("id");
    call.write_with(move |tx, context| end_sessions::end_session(tx, context, &id, true)).await?;
    Ok(Accepted)
}
