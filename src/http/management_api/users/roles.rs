//! `/users/{id}/roles`.

use crate::features::users::{assign_roles, remove_role, roles};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::paging::{Page, Paging};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::{Done, NoContent};
use crate::http::management_api::roles::RoleJson;
use schemars::JsonSchema;
use serde::Deserialize;

/// Lists the roles a user has been given.
pub async fn list(call: Call<Paging>) -> Result<Done<Page<RoleJson>>, Problem> {
    let id = call.user_id();
    let found = call.read_with(move |tx, context| roles::user_roles(tx, context, &id)).await?;
    Ok(Done(call.query.of_all(found.assigned.iter().map(RoleJson::of).collect())))
}

/// The body.
#[derive(Deserialize, JsonSchema)]
pub struct Body {
    /// Ids of roles
    #[schemars(length(min = 1), inner(length(min = 1)))]
    roles: Vec<String>,
}

/// Gives roles to a user.
pub async fn add(call: Call<NoQuery, Body>) -> Result<NoContent, Problem> {
    let (id, ids) = (call.user_id(), call.body.roles.clone());
    call.write_with(move |tx, context| assign_roles::assign_roles(tx, context, &id, &ids)).await?;
    Ok(NoContent)
}

/// Takes roles from a user.
pub async fn remove(call: Call<NoQuery, Body>) -> Result<NoContent, Problem> {
    let (id, ids) = (call.user_id(), call.body.roles.clone());
    call.write_with(move |tx, context| {
        for role in &ids {
            remove_role::remove_role(tx, context, &id, role)?;
        }
        Ok(())
    })
    .await?;
    Ok(NoContent)
}
