//! `POST /jobs/verification-email`.

use super::JobJson;
use crate::error::Error;
use crate::features::jobs::verification_email;
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::Created;
use crate::http::management_api::users::named_identity::{self, NamedIdentity};
use crate::model::user::UserId;
use schemars::JsonSchema;
use serde::Deserialize;

/// The body.
#[derive(Deserialize, JsonSchema)]
pub struct Body {
    /// Id of the user
    #[schemars(length(min = 1))]
    user_id: String,
    /// Client id of the application that the user goes on to from the link's page
    client_id: Option<String>,
    /// The account whose address is meant; the user's primary one
    identity: Option<NamedIdentity>,
    /// Id of an organization, of which there are none
    #[schemars(length(min = 1, max = 50))]
    organization_id: Option<String>,
}

/// Sends a mail with a link that verifies a user's address.
pub async fn create(call: Call<NoQuery, Body>) -> Result<Created<JobJson>, Problem> {
    if call.body.organization_id.is_some() {
        return Err(Problem::bad_request("inexistent_organization", "The organization does not exist."));
    }
    let id = UserId::from_text(call.body.user_id.clone());
    let (identity, client) = (call.body.identity.clone(), call.body.client_id.clone());
    let begun = call.write(move |tx, context| {
        named_identity::require_primary(tx, context, &id, identity.as_ref())?;
        verification_email::begin(tx, context, &id, client.as_deref())
    });
    let job = begun.await.map_err(|error| match error {
        // Both are named by the body, not by the address.
        Error::NotFound("user") => Problem::bad_request("inexistent_user", "The user does not exist."),
        Error::NotFound("application") => Problem::bad_request("inexistent_client", "The client does not exist."),
        other => other.into(),
    })?;
    call.app.wake_workers();
    Ok(Created(JobJson::of(&job, None, call.context.now)))
}
