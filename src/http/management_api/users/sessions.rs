//! Sessions of a user and their refresh tokens: `/users/{user_id}/sessions`, `/users/{user_id}/refresh-tokens`,
//! `/users/{id}/revoke-access`.

use crate::features::users::{devices, end_sessions, unlink_device};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::paging::{Batch, Checkpoint};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::refresh_tokens::UserToken;
use crate::http::management_api::reply::{Accepted, Done};
use crate::http::management_api::sessions::SessionJson;
use crate::model::user::UserId;
use schemars::JsonSchema;
use serde::Deserialize;

fn user<Q, B>(call: &Call<Q, B>) -> UserId {
    UserId::from_text(call.part("user_id"))
}

/// Lists where a user is signed in.
pub async fn list(call: Call<Checkpoint>) -> Result<Done<Batch<SessionJson>>, Problem> {
    let (id, after, size) = (user(&call), call.query.after()?.unwrap_or_default(), call.query.size());
    let owner = id.clone();
    let found = call.read_with(move |tx, context| end_sessions::sessions(tx, context, &id, &after, size + 1)).await?;
    let rows = found.iter().map(|session| SessionJson::of(&owner, session)).collect();
    Ok(Done(call.query.of_read(rows, SessionJson::key)))
}

/// Signs a user out everywhere.
pub async fn end_all(call: Call) -> Result<Accepted, Problem> {
    let id = user(&call);
    call.write_with(move |tx, context| end_sessions::sign_out(tx, context, &id)).await?;
    Ok(Accepted)
}

/// Lists a user's refresh tokens.
pub async fn refresh_tokens(call: Call<Checkpoint>) -> Result<Done<Batch<UserToken>>, Problem> {
    let id = user(&call);
    let owner = id.clone();
    let (_, mut found) = call.read_with(move |tx, context| devices::devices(tx, context, &id)).await?;
    found.sort_by(|a, b| a.id.cmp(&b.id));
    let rows = found.iter().map(|device| UserToken::of(&owner, device)).collect();
    Ok(Done(call.query.of_all(rows, UserToken::key)?))
}

/// Revokes all of them.
pub async fn revoke_refresh_tokens(call: Call) -> Result<Accepted, Problem> {
    let id = user(&call);
    call.write_with(move |tx, context| unlink_all(tx, context, &id)).await?;
    Ok(Accepted)
}

fn unlink_all(
    tx: &mut crate::features::Tx,
    context: &crate::features::context::Context,
    id: &UserId,
) -> crate::error::Result<()> {
    let (_, all) = devices::devices(tx, context, id)?;
    all.iter().try_for_each(|device| unlink_device::unlink_device(tx, context, id, &device.id).map(drop))
}

/// The body of revoking.
#[derive(Deserialize, JsonSchema)]
pub struct Revocation {
    /// The one session that ends; all of them if none is named
    #[schemars(length(max = 50))]
    session_id: Option<String>,
    /// Whether refresh tokens stay good
    #[serde(default)]
    preserve_refresh_tokens: bool,
}

/// Ends a user's sessions, one or all, and with them the refresh tokens unless they are to stay.
pub async fn revoke_access(call: Call<NoQuery, Revocation>) -> Result<Accepted, Problem> {
    let (id, session, keep) = (call.user_id(), call.body.session_id.clone(), call.body.preserve_refresh_tokens);
    call.write_with(move |tx, context| {
        let Some(session) = &session else {
            end_sessions::sign_out(tx, context, &id)?;
            return if keep { Ok(()) } else { unlink_all(tx, context, &id) };
        };
        if end_sessions::session(tx, context, session).is_ok_and(|(owner, _)| owner == id) {
            end_sessions::end_session(tx, context, session, !keep)?;
        }
        Ok(())
    })
    .await?;
    Ok(Accepted)
}
