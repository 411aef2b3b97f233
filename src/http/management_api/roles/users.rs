//! `/roles/{id}/users`.

use crate::features::roles::users;
use crate::features::users::assign_roles;
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::either::{Both, Either};
use crate::http::management_api::paging::{Listed, REACH};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::{Done, Nothing};
use crate::model::paging::Total;
use crate::model::user::{User, UserId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A user who has a role.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct RoleUser {
    user_id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    email: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    picture: Option<String>,
}

impl From<User> for RoleUser {
    fn from(user: User) -> Self {
        Self { user_id: user.id.as_str().to_owned(), email: user.email, name: user.name, picture: user.picture }
    }
}

impl Listed for RoleUser {
    const KEY: &'static str = "users";
}

/// Lists the users who have a role.
pub async fn list(call: Call<Both>) -> Result<Done<Either<RoleUser>>, Problem> {
    let id = call.part("id");
    if let Some(checkpoint) = call.query.checkpoint() {
        // A checkpoint is a number of rows: the order is that of creation, so that nobody comes in before it.
        let skip = checkpoint.after()?.map_or(Ok(0), |text| text.parse::<u32>()).unwrap_or(u32::MAX);
        let size = checkpoint.size();
        let (found, _) = call.read_with(move |tx, context| users::window(tx, context, &id, (skip, size + 1))).await?;
        let next = skip.saturating_add(u32::try_from(size).unwrap_or(u32::MAX));
        let rows: Vec<RoleUser> = found.into_iter().map(RoleUser::from).collect();
        return Ok(Done(Either::Batch(checkpoint.of_read(rows, |_| next.to_string()))));
    }
    let paging = call.query.paging();
    let (start, size) = paging.window();
    if call.tenant.limits_results && start > REACH {
        let words = "You can only page through the first 1000 records. Go on by checkpoints: from and take.";
        return Err(Problem::bad_request("invalid_paging", words));
    }
    let skip = u32::try_from(start).unwrap_or(u32::MAX);
    let (found, total) = call.read_with(move |tx, context| users::window(tx, context, &id, (skip, size))).await?;
    let (Total::Exactly(total) | Total::AtLeast(total)) = total;
    Ok(Done(Either::Page(paging.page(found.into_iter().map(RoleUser::from).collect(), total))))
}

/// The body.
#[derive(Deserialize, JsonSchema)]
pub struct Body {
    /// Ids of users
    #[schemars(length(min = 1), inner(length(min = 1)))]
    users: Vec<String>,
}

/// Gives a role to users.
pub async fn add(call: Call<NoQuery, Body>) -> Result<Done<Nothing>, Problem> {
    let (role, users) = (vec![call.part("id")], call.body.users.clone());
    call.write_with(move |tx, context| {
        users.iter().try_for_each(|user| {
            assign_roles::assign_roles(tx, context, &UserId::from_text(user.as_str()), &role).map(drop)
        })
    })
    .await?;
    Ok(Done(Nothing {}))
}
