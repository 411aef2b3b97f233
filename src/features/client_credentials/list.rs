//! An application's keys, and one of them.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::client_credential::ClientCredential;
use crate::store::{Tx, applications, client_credentials};

/// All keys of an application, the oldest first.
pub fn all(tx: &mut Tx, context: &Context, client_id: &str) -> Result<Vec<ClientCredential>> {
    applications::find(tx, &context.tenant, client_id)?;
    client_credentials::of_client(tx, &context.tenant, client_id)
}

/// One of them.
pub fn find(tx: &mut Tx, context: &Context, client_id: &str, id: &str) -> Result<ClientCredential> {
    let found = all(tx, context, client_id)?.into_iter().find(|credential| credential.id == id);
    found.ok_or(Error::NotFound("credential"))
}
