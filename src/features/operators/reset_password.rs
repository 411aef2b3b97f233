//! Resetting an operator's password from the command line: ends all their sessions.

use crate::error::{Error, Result};
use crate::store::{Tx, operator_sessions, operators};

/// Stores the new hash and signs the operator out everywhere.
pub fn reset_password(tx: &mut Tx, email: &str, hash: &str) -> Result<()> {
    let (operator, _) = operators::by_email(tx, &email.trim().to_lowercase())?.ok_or(Error::NotFound("operator"))?;
    operators::set_password_hash(tx, &operator.id, hash)?;
    operator_sessions::delete_of_operator(tx, &operator.id)?;
    Ok(())
}
