//! `/roles` and below.

pub mod permissions;
pub mod users;

use super::call::{Call, NoQuery};
use super::paging::{Listed, Page, Paging};
use super::problem::Problem;
use super::reply::{Done, Nothing};
use crate::error::Error;
use crate::features::roles::draft::Draft;
use crate::features::roles::{
    create as verb, delete as delete_verb, list as list_verb, show as show_verb, update as update_verb,
};
use crate::model::role::Role;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A role.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Role")]
pub struct RoleJson {
    id: String,
    name: String,
    description: String,
}

impl RoleJson {
    /// Of a role.
    pub fn of(role: &Role) -> Self {
        Self { id: role.id.clone(), name: role.name.clone(), description: role.description.clone() }
    }
}

impl Listed for RoleJson {
    const KEY: &'static str = "roles";
}

/// The query of the list.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Text that the name contains
    #[serde(default)]
    name_filter: String,
    /// Kind of role: tenant
    #[serde(rename = "type")]
    #[schemars(regex(pattern = "^tenant$"))]
    #[expect(dead_code, reason = "programs send it, and there is one kind")]
    kind: Option<String>,
    #[serde(flatten)]
    paging: Paging,
}

/// Lists the roles.
pub async fn list(call: Call<Query>) -> Result<Done<Page<RoleJson>>, Problem> {
    let search = call.query.name_filter.clone();
    let all = call.read_with(move |tx, context| list_verb::all(tx, context, &search)).await?;
    Ok(Done(call.query.paging.of_all(all.iter().map(RoleJson::of).collect())))
}

/// The body of a new role.
#[derive(Deserialize, JsonSchema)]
pub struct NewRole {
    /// Name of the role
    name: String,
    /// What it is for
    #[serde(default)]
    description: String,
}

/// Creates a role.
pub async fn create(call: Call<NoQuery, NewRole>) -> Result<Done<RoleJson>, Problem> {
    let draft = Draft { name: call.body.name.clone(), description: call.body.description.clone() };
    let role = call.write_with(move |tx, context| verb::create(tx, context, &draft)).await?;
    Ok(Done(RoleJson::of(&role)))
}

/// Returns a role.
pub async fn show(call: Call) -> Result<Done<RoleJson>, Problem> {
    let id = call.part("id");
    let (role, _) = call.read_with(move |tx, context| show_verb::show(tx, context, &id)).await?;
    Ok(Done(RoleJson::of(&role)))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// Name of the role
    name: Option<String>,
    /// What it is for
    description: Option<String>,
}

/// Changes a role.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<RoleJson>, Problem> {
    let (id, name, description) = (call.part("id"), call.body.name.clone(), call.body.description.clone());
    let (role, _) = call
        .write_with(move |tx, context| {
            let (role, _) = show_verb::show(tx, context, &id)?;
            let draft = Draft {
                name: name.clone().unwrap_or(role.name),
                description: description.clone().unwrap_or(role.description),
            };
            update_verb::update(tx, context, &id, role.version, &draft)
        })
        .await?;
    Ok(Done(RoleJson::of(&role)))
}

/// Deletes a role.
pub async fn delete(call: Call) -> Result<Done<Nothing>, Problem> {
    let id = call.part("id");
    match call.write_with(move |tx, context| delete_verb::delete(tx, context, &id)).await? {
        Some(_) => Ok(Done(Nothing {})),
        None => Err(Error::NotFound("role").into()),
    }
}
