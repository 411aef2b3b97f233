//! Deleting whoever has an email address in a database.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::users::delete;
use crate::model::connection::Kind;
use crate::store::{Tx, connections, users};

/// Deletes the user; nobody is there to be deleted a second time.
pub fn delete_user(tx: &mut Tx, context: &Context, id: &str, email: &str) -> Result<()> {
    let connection = connections::find(tx, &context.tenant, id)?;
    if connection.kind() != Kind::Database {
        return Err(Error::unsupported("connection", "Users are deleted by email address in databases only."));
    }
    let found = users::with_email(tx, &context.tenant, &email.to_lowercase())?;
    for user in found.iter().filter(|user| user.connection == connection.name) {
        delete::delete(tx, context, &user.id)?;
    }
    Ok(())
}
