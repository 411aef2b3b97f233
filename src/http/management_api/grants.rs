//! `/grants`: what users have let applications do for them.

use super::call::Call;
use super::paging::{Listed, Page, Paging};
use super::problem::Problem;
use super::reply::{Done, NoContent};
use crate::features::users::grants::{self, Filter};
use crate::model::grant::StoredGrant;
use crate::model::user::UserId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A grant.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Grant")]
pub struct GrantJson {
    id: String,
    #[serde(rename = "clientID")]
    client_id: String,
    user_id: String,
    audience: String,
    scope: Vec<String>,
}

impl From<StoredGrant> for GrantJson {
    fn from(grant: StoredGrant) -> Self {
        Self {
            id: grant.id,
            client_id: grant.client_id,
            user_id: grant.user_id.as_str().to_owned(),
            audience: grant.audience,
            scope: grant.scopes,
        }
    }
}

impl Listed for GrantJson {
    const KEY: &'static str = "grants";
}

/// The query of the list.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Id of a user, for their grants alone
    user_id: Option<String>,
    /// Client id of an application, for the grants to it alone
    client_id: Option<String>,
    /// Identifier of an API, for the grants of it alone
    audience: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

/// Lists grants.
pub async fn list(call: Call<Query>) -> Result<Done<Page<GrantJson>>, Problem> {
    let Query { user_id, client_id, audience, paging } = &call.query;
    let filter = Filter { user_id: user_id.clone(), client_id: client_id.clone(), audience: audience.clone() };
    let window = paging.window();
    let (rows, total) = call.read_with(move |tx, context| grants::list(tx, context, &filter, window)).await?;
    Ok(Done(paging.page(rows.into_iter().map(GrantJson::from).collect(), total)))
}

/// The query of deleting a user's grants.
#[derive(Deserialize, JsonSchema)]
pub struct Whose {
    /// Id of the user
    #[schemars(length(min = 1))]
    user_id: String,
}

/// Revokes all grants of a user. None is as good as revoked.
pub async fn delete_of_user(call: Call<Whose>) -> Result<NoContent, Problem> {
    let id = UserId::from_text(call.query.user_id.clone());
    call.write_with(move |tx, context| grants::revoke_all(tx, context, &id)).await?;
    Ok(NoContent)
}

/// Revokes a grant, and with it the application's refresh tokens of this user.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    let id = call.part("id");
    call.write_with(move |tx, context| grants::revoke(tx, context, &id)).await?;
    Ok(NoContent)
}
