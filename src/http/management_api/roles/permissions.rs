//! `/roles/{id}/permissions`.

use crate::features::roles::{add_permissions, remove_permission, show};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::paging::{Listed, Page, Paging};
use crate::http::management_api::permissions::Body;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::{Created, Done, NoContent, Nothing};
use crate::model::permission::Permission;
use schemars::JsonSchema;
use serde::Serialize;

/// A permission of a role.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RolePermission {
    permission_name: String,
    description: String,
    resource_server_name: String,
    resource_server_identifier: String,
}

impl From<Permission> for RolePermission {
    fn from(permission: Permission) -> Self {
        Self {
            permission_name: permission.name,
            description: permission.description,
            resource_server_name: permission.api_name,
            resource_server_identifier: permission.api_identifier,
        }
    }
}

impl Listed for RolePermission {
    const KEY: &'static str = "permissions";
}

/// Lists the permissions of a role.
pub async fn list(call: Call<Paging>) -> Result<Done<Page<RolePermission>>, Problem> {
    let id = call.part("id");
    let all = call.read_with(move |tx, context| show::all_permissions(tx, context, &id)).await?;
    Ok(Done(call.query.of_all(all.into_iter().map(RolePermission::from).collect())))
}

/// Adds permissions to a role.
pub async fn add(call: Call<NoQuery, Body>) -> Result<Created<Nothing>, Problem> {
    let (id, body) = (call.part("id"), call.body.clone());
    call.write_with(move |tx, context| {
        body.for_each_api(tx, context, |tx, api, names| {
            add_permissions::add_permissions(tx, context, &id, api, names).map(drop)
        })
    })
    .await?;
    Ok(Created(Nothing {}))
}

/// Takes permissions from a role.
pub async fn remove(call: Call<NoQuery, Body>) -> Result<NoContent, Problem> {
    let (id, body) = (call.part("id"), call.body.clone());
    call.write_with(move |tx, context| {
        body.for_each(tx, context, |tx, api, name| {
            remove_permission::remove_permission(tx, context, &id, api, name).map(drop)
        })
    })
    .await?;
    Ok(NoContent)
}
