//! `DELETE /users/{id}`.

use crate::error::Error;
use crate::features::users::delete;
use crate::http::management_api::call::Call;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::NoContent;

/// Deletes a user. One who is not there is as good as deleted.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    let (id, context) = (call.user_id(), call.context.clone());
    match call.app.write(move |tx| delete::delete(tx, &context, &id)).await {
        Ok(_) | Err(Error::NotFound("user")) => Ok(NoContent),
        Err(other) => Err(other.into()),
    }
}
