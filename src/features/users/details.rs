//! User Details: the header every tab has, and what the tabs Details and Raw JSON show beside it.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::connection::Connection;
use crate::model::factor::Factor;
use crate::model::identity::Identity;
use crate::model::user::{User, UserId};
use crate::store::user_counts::{self, UserCounts};
use crate::store::{Tx, connections, identities, mfa_enrollments, users};

/// What the header of each tab shows.
#[derive(Debug, Clone)]
pub struct Header {
    pub user: User,
    pub connection: Connection,
    /// The primary first.
    pub identities: Vec<Identity>,
    pub counts: UserCounts,
}

/// The header and what only some tabs show.
#[derive(Debug, Clone)]
pub struct Details {
    pub header: Header,
    pub factors: Vec<Factor>,
    /// All of the tenant's, for the names of the identities'.
    pub connections: Vec<Connection>,
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

/// Reads the header, the factors and the connections: six statements.
pub fn details(tx: &mut Tx, context: &Context, id: &UserId) -> Result<Details> {
    Ok(Details {
        header: header(tx, context, id)?,
        factors: mfa_enrollments::of_user(tx, &context.tenant, id)?,
        connections: connections::all(tx, &context.tenant)?,
    })
}
