//! `GET /users/{id}`.

use super::json::UserJson;
use crate::features::users::profiles;
use crate::http::management_api::call::Call;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::projection::Projection;
use crate::http::management_api::reply::Done;

/// Returns one user.
pub async fn show(call: Call<Projection>) -> Result<Done<UserJson>, Problem> {
    let id = call.user_id();
    let profile = call.read_with(move |tx, context| profiles::one(tx, context, &id)).await?;
    Ok(Done(UserJson::of(&profile, &call.query)))
}
