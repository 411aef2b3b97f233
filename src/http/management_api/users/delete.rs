//! `DELETE /users/{id}`.

use crate::error::Error;
use crate::features::users::delete;
use crate::http::management_api::call::Call;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::NoContent;

/// Deletes a user. One who is not there is as good as deleted.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    let id = call.user_id();
    match call.write(move |tx, context| delete::delete(tx, context, &id)).await {
        Ok(_) | Err(Error::NotFound("user")) => Ok(NoContent),
        Err(other) => Err(other.into()),
    }
}
