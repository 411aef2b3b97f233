//! The Locations tab: where a user's logins came from.

use super::details::{self, Header};
use crate::error::Result;
use crate::features::context::Context;
use crate::model::user::UserId;
use crate::store::{Tx, log_places};

pub use crate::store::log_places::PlaceCount;

/// The header, and the places with the busiest first: five statements.
pub fn locations(tx: &mut Tx, context: &Context, user: &UserId) -> Result<(Header, Vec<PlaceCount>)> {
    Ok((details::header(tx, context, user)?, log_places::of_user(tx, &context.tenant, user)?))
}
