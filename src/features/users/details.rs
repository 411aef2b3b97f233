//! User Details: the header every tab has.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::connection::Connection;
use crate::model::identity::Identity;
use crate::model::user::{User, UserId};
use crate::store::user_counts::{self, UserCounts};
use crate::store::{Tx, connections, identities, users};

/// What the header of each tab shows.
#[derive(Debug, Clone)]
pub struct Header {
    pub user: User,
    pub connection: Connection,
    /// The primary first.
    pub identities: Vec<Identity>,
    pub counts: UserCounts,
}

/// Reads the header: four statements.
pub fn header(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Header> {
    let user = users::find(tx, &context.tenant, id)?;
    Ok(Header {
        connection: connections::by_name(tx, &context.tenant, &user.connection)?,
        identities: identities::of_user(tx, &context.tenant, id)?,
        counts: user_counts::of_user(tx, &context.tenant, id)?,
        user,
    })
}
