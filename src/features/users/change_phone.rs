//! Change Phone Number: where codes by text message go.

use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::connection::Kind;
use crate::model::user::{User, UserId};
use crate::store::{Tx, connections, users};

/// What is wished; a field that is none stays as it is.
#[derive(Debug, Clone, Default)]
pub struct NewPhone {
    /// A plus sign and digits, or nothing at all.
    pub number: Option<Option<String>>,
    pub verified: Option<bool>,
}

/// Holds a number against the form that the whole world dials (E.164).
pub fn check(number: &str) -> Result<(), FieldErrors> {
    let digits = number.strip_prefix('+').unwrap_or_default();
    if (1..=15).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()) {
        return Ok(());
    }
    Err(FieldErrors::one("phone_number", "A phone number is a plus sign and up to 15 digits, as in +15551234567."))
}

/// Changes it; a new number is not verified unless that is said too. Answers with the user and whether anything changed.
pub fn change_phone(tx: &mut Tx, context: &Context, id: &UserId, new: &NewPhone) -> Result<(User, bool)> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    let connection = connections::by_name(tx, &context.tenant, &user.connection)?;
    let passwordless = connection.strategy == "sms";
    if !passwordless && connection.kind() != Kind::Database {
        let words = format!("The phone number comes from {}.", connection.label());
        return Err(Error::unsupported("phone_number", words));
    }
    let before = user.clone();
    if let Some(number) = &new.number {
        if number.is_none() && passwordless {
            return Err(Error::unsupported("phone_number", "The user signs in with the phone number."));
        }
        number.as_deref().map_or(Ok(()), check)?;
        user.phone_verified = user.phone_verified && user.phone_number == *number;
        user.phone_number.clone_from(number);
    }
    user.phone_verified = new.verified.unwrap_or(user.phone_verified) && user.phone_number.is_some();
    if user == before {
        return Ok((user, false));
    }
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let diff = audit::changes([
        ("phone_number", before.phone_number.into(), user.phone_number.clone().into()),
        ("phone_verified", before.phone_verified.into(), user.phone_verified.into()),
    ]);
    let description = "Change Phone Number".to_owned();
    audit::record(tx, context, Entry { code: "scpn", description, user: Some(&user), diff })?;
    Ok((user, true))
}
