//! User Details: the header every tab has, and what the tabs Details and Raw JSON show beside it.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::connection::Connection;
use crate::model::factor::Factor;
use crate::model::identity::Identity;
use crate::model::user::{User, UserId};
use crate::store::user_counts::{self, UserCounts};
use crate::store::{Tx, identities, mfa_enrollments, users};

/// What the header of each tab shows.
#[derive(Debug, Clone)]
pub struct Header {
    pub user: User,
    pub connection: Connection,
    /// The primary first.
    pub identities: Vec<Identity>,
    /// Of each identity, in the same order.
    pub connections: Vec<Connection>,
    pub counts: UserCounts,
}

/// The header and what only some tabs show.
#[derive(Debug, Clone)]
pub struct Details {
    pub header: Header,
    pub factors: Vec<Factor>,
}

/// Reads the header: three statements.
pub fn header(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Header> {
    let (user, connection) = users::find_with_connection(tx, &context.tenant, id)?;
    let (identities, connections) = identities::with_connections(tx, &context.tenant, id)?.into_iter().unzip();
    let counts = user_counts::of_user(tx, &context.tenant, id, context.now)?;
    Ok(Header { user, connection, identities, connections, counts })
}

/// Reads the header and the factors: four statements.
pub fn details(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Details> {
    Ok(Details { header: header(tx, context, id)?, factors: mfa_enrollments::of_user(tx, &context.tenant, id)? })
}
