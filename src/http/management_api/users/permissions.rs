//! `/users/{id}/permissions`.

use crate::features::users::{assign_permissions, permissions, remove_permission};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::paging::{Listed, Page, Paging};
use crate::http::management_api::permissions::Body;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::{Created, Done, NoContent, Nothing};
use crate::model::permission::HeldPermission;
use schemars::JsonSchema;
use serde::Serialize;

/// A permission of a user.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct UserPermission {
    permission_name: String,
    description: String,
    resource_server_name: String,
    resource_server_identifier: String,
    sources: Vec<Source>,
}

/// How a user comes by a permission.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Source {
    source_id: String,
    source_name: String,
    source_type: SourceType,
}

#[derive(Debug, Clone, Copy, Serialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
enum SourceType {
    Direct,
    Role,
}

impl UserPermission {
    fn of(held: HeldPermission) -> Self {
        let role = |(source_name, source_id)| Source { source_id, source_name, source_type: SourceType::Role };
        let direct =
            || Source { source_id: String::new(), source_name: String::new(), source_type: SourceType::Direct };
        Self {
            permission_name: held.permission.name,
            description: held.permission.description,
            resource_server_name: held.permission.api_name,
            resource_server_identifier: held.permission.api_identifier,
            sources: held.direct.then(direct).into_iter().chain(held.roles.into_iter().map(role)).collect(),
        }
    }
}

impl Listed for UserPermission {
    const KEY: &'static str = "permissions";
}

/// Lists what a user may do, directly and through roles.
pub async fn list(call: Call<Paging>) -> Result<Done<Page<UserPermission>>, Problem> {
    let id = call.user_id();
    let (_, held) = call.read_with(move |tx, context| permissions::permissions(tx, context, &id)).await?;
    Ok(Done(call.query.of_all(held.into_iter().map(UserPermission::of).collect())))
}

/// Gives permissions to a user directly.
pub async fn add(call: Call<NoQuery, Body>) -> Result<Created<Nothing>, Problem> {
    let (id, body) = (call.user_id(), call.body.clone());
    call.write_with(move |tx, context| {
        body.for_each_api(tx, context, |tx, api, names| {
            assign_permissions::assign_permissions(tx, context, &id, api, names).map(drop)
        })
    })
    .await?;
    Ok(Created(Nothing {}))
}

/// Takes permissions from a user that were given directly.
pub async fn remove(call: Call<NoQuery, Body>) -> Result<NoContent, Problem> {
    let (id, body) = (call.user_id(), call.body.clone());
    call.write_with(move |tx, context| {
        body.for_each(tx, context, |tx, api, name| {
            remove_permission::remove_permission(tx, context, &id, api, name).map(drop)
        })
    })
    .await?;
    Ok(NoContent)
}
