//! Whole profiles of several users: with the identities and factors of each, as the API returns them.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::factor::Factor;
use crate::model::identity::Identity;
use crate::model::user::{User, UserId};
use crate::store::{Tx, identities, mfa_enrollments, users};

/// A user with all that their JSON tells.
#[derive(Debug, Clone)]
pub struct Profile {
    pub user: User,
    /// The primary first.
    pub identities: Vec<Identity>,
    pub factors: Vec<Factor>,
}

/// The profiles of these users, in their order: two statements.
pub fn of(tx: &mut Tx, context: &Context, users: Vec<User>) -> Result<Vec<Profile>> {
    let ids: Vec<String> = users.iter().map(|user| user.id.as_str().to_owned()).collect();
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let mut identities = identities::of_users(tx, &context.tenant, &ids)?;
    let mut factors = mfa_enrollments::of_users(tx, &context.tenant, &ids)?;
    let profile = |user: User| Profile {
        identities: identities.remove(user.id.as_str()).unwrap_or_default(),
        factors: factors.remove(user.id.as_str()).unwrap_or_default(),
        user,
    };
    Ok(users.into_iter().map(profile).collect())
}

/// One user's profile: three statements.
pub fn one(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Profile> {
    let user = users::find(tx, &context.tenant, id)?;
    Ok(Profile {
        identities: identities::of_user(tx, &context.tenant, id)?,
        factors: mfa_enrollments::of_user(tx, &context.tenant, id)?,
        user,
    })
}

/// The users with exactly this email address, the oldest first (at most 100).
pub fn with_email(tx: &mut Tx, context: &Context, email: &str) -> Result<Vec<Profile>> {
    let found = users::with_email(tx, &context.tenant, email)?;
    of(tx, context, found)
}
