//! The grants of a tenant, and one of them.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::client_grant::ClientGrant;
use crate::store::{Tx, client_grants};

/// All grants, by id.
pub fn all(tx: &mut Tx, context: &Context) -> Result<Vec<ClientGrant>> {
    client_grants::all(tx, &context.tenant)
}

/// One of them.
pub fn find(tx: &mut Tx, context: &Context, id: &str) -> Result<ClientGrant> {
    client_grants::find(tx, &context.tenant, id)
}
