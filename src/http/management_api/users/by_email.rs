//! `GET /users-by-email`.

use super::json::UserJson;
use crate::features::users::profiles;
use crate::http::management_api::call::Call;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::projection::Projection;
use crate::http::management_api::reply::Done;
use schemars::JsonSchema;
use serde::Deserialize;

/// The query.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Email address to search for (case-sensitive)
    #[schemars(email)]
    email: String,
    #[serde(flatten)]
    projection: Projection,
}

/// Finds users by their exact email address.
pub async fn by_email(call: Call<Query>) -> Result<Done<Vec<UserJson>>, Problem> {
    let email = call.query.email.clone();
    let profiles = call.read_with(move |tx, context| profiles::with_email(tx, context, &email)).await?;
    Ok(Done(UserJson::of_all(&profiles, &call.query.projection)))
}
