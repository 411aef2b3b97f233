//! Signing an operator in: the same words and the same time for unknown and known, at most ten tries per pair.

use super::throttle;
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::operator::Operator;
use crate::store::{Tx, operators};

/// What a wrong email or password is answered with, whichever it was.
pub const WRONG: &str = "Wrong email or password.";

/// The same, where it is known who is there.
pub const WRONG_PASSWORD: &str = "Wrong password.";

/// An attempt between its two transactions: the hash is verified outside of any.
pub struct Attempt {
    pub email: String,
    pub operator: Option<Operator>,
    pub hash: Option<String>,
}

/// Looks the operator up, unless the attempt is locked out.
pub fn begin(tx: &mut Tx, email: &str, ip: Option<&str>, now: Timestamp) -> Result<Attempt> {
    let email = email.trim().to_lowercase();
    throttle::check(tx, &email, ip, now)?;
    let found = operators::by_email(tx, &email)?;
    let (operator, hash) = found.map_or((None, None), |(operator, hash)| (Some(operator), hash));
    Ok(Attempt { email, operator, hash })
}

/// Ends an attempt whose password was verified (or not): counts the failure or answers with the operator.
pub fn finish(
    tx: &mut Tx,
    attempt: &Attempt,
    verified: bool,
    ip: Option<&str>,
    now: Timestamp,
) -> Result<Option<Operator>> {
    match (&attempt.operator, verified) {
        (Some(operator), true) => {
            throttle::succeeded(tx, &attempt.email, ip)?;
            operators::signed_in(tx, &operator.id, now)?;
            Ok(Some(operator.clone()))
        }
        _ => {
            throttle::failed(tx, &attempt.email, ip, now)?;
            Ok(None)
        }
    }
}

/// The demo administrator, whom development mode lets in by one click.
pub fn demo(tx: &mut Tx, now: Timestamp) -> Result<Operator> {
    let operator = operators::demo(tx)?.ok_or(Error::NotFound("demo administrator"))?;
    operators::signed_in(tx, &operator.id, now)?;
    Ok(operator)
}
