//! `/user-blocks`: blocks after too many wrong passwords. Nobody signs in with a password here yet, so nobody is blocked.

use super::call::Call;
use super::problem::Problem;
use super::reply::{Done, NoContent};
use crate::features::users::profiles;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A user's blocks.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Blocks {
    blocked_for: Vec<Block>,
}

/// One block.
#[derive(Debug, Clone, Serialize, JsonSchema)]
struct Block {
    identifier: String,
    ip: String,
    connection: String,
}

/// The query by identifier.
#[derive(Deserialize, JsonSchema)]
pub struct ByIdentifier {
    /// Email address, username or phone number
    #[schemars(length(min = 1))]
    #[expect(dead_code, reason = "whoever it is, there are no blocks")]
    identifier: String,
    /// Whether connections without brute-force protection are left out
    #[expect(dead_code, reason = "whoever it is, there are no blocks")]
    consider_brute_force_enablement: Option<bool>,
}

/// The query by id.
#[derive(Deserialize, JsonSchema)]
pub struct ById {
    /// Whether connections without brute-force protection are left out
    #[expect(dead_code, reason = "whoever it is, there are no blocks")]
    consider_brute_force_enablement: Option<bool>,
}

/// Lists the blocks of an identifier.
pub async fn of_identifier(_: Call<ByIdentifier>) -> Result<Done<Blocks>, Problem> {
    Ok(Done(Blocks::default()))
}

/// Removes the blocks of an identifier.
pub async fn unblock_identifier(_: Call<ByIdentifier>) -> Result<NoContent, Problem> {
    Ok(NoContent)
}

/// Lists the blocks of a user.
pub async fn of_user(call: Call<ById>) -> Result<Done<Blocks>, Problem> {
    let id = call.user_id();
    call.read_with(move |tx, context| profiles::one(tx, context, &id)).await?;
    Ok(Done(Blocks::default()))
}

/// Removes the blocks of a user.
pub async fn unblock_user(call: Call) -> Result<NoContent, Problem> {
    let id = call.user_id();
    call.read_with(move |tx, context| profiles::one(tx, context, &id)).await?;
    Ok(NoContent)
}
