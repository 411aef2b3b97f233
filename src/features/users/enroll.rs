//! Giving a user a second factor, as programs do that have made sure of it themselves.

use super::remove_factor::remove_factor;
use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::factor::{Factor, FactorKind};
use crate::model::user::UserId;
use crate::security::seal::Sealer;
use crate::store::{Tx, mfa_enrollments, users};
use serde_json::Value;

/// A factor to be enrolled.
#[derive(Debug, Clone)]
pub struct NewFactor {
    pub kind: FactorKind,
    pub name: String,
    /// A phone number or an email address.
    pub identifier: Option<String>,
    /// The secret of an authenticator app, in base32.
    pub secret: Option<String>,
}

/// Enrolls a factor. A second one of the same kind and address, or a second authenticator app, is refused.
pub fn enroll(tx: &mut Tx, context: &Context, id: &UserId, sealer: &Sealer, new: &NewFactor) -> Result<Factor> {
    let mut user = users::find_for_update(tx, &context.tenant, id)?;
    let held = mfa_enrollments::of_user(tx, &context.tenant, id)?;
    if held.iter().any(|factor| factor.kind == new.kind && factor.identifier == new.identifier) {
        return Err(FieldErrors::taken("type", "The user has this authentication method already.").into());
    }
    let factor = Factor {
        id: context.ids.prefixed("mfa"),
        kind: new.kind,
        name: if new.name.is_empty() { new.kind.label().to_owned() } else { new.name.clone() },
        identifier: new.identifier.clone(),
        enrolled_at: context.now,
        last_used_at: None,
    };
    mfa_enrollments::insert(tx, &context.tenant, id, &factor)?;
    if let Some(secret) = &new.secret {
        let sealed = sealer.seal(&format!("{}/{}", context.tenant, factor.id), secret)?;
        mfa_enrollments::set_secrets(tx, &context.tenant, &[(factor.id.clone(), sealed)])?;
    }
    user.multifactor_last_modified = Some(context.now);
    user.updated_at = context.now;
    users::update(tx, &context.tenant, &user)?;
    let diff = vec![audit::change("factor", Value::Null, factor.kind.label())];
    audit::record(tx, context, Entry { code: "sapi", description: "Enroll a factor".into(), user: Some(&user), diff })?;
    Ok(factor)
}

/// Puts these in the place of the factors of their kinds (text message, email and authenticator app). Those that are so
/// already stay.
pub fn replace(tx: &mut Tx, context: &Context, id: &UserId, sealer: &Sealer, all: &[NewFactor]) -> Result<Vec<Factor>> {
    users::find_for_update(tx, &context.tenant, id)?;
    let held = mfa_enrollments::of_user(tx, &context.tenant, id)?;
    let replaced = [FactorKind::Totp, FactorKind::Sms, FactorKind::Email];
    // A new secret cannot be told from the one that is there: an app is always enrolled anew.
    let stays = |factor: &Factor| {
        let same = |new: &NewFactor| new.kind == factor.kind && new.identifier == factor.identifier;
        factor.kind != FactorKind::Totp && all.iter().any(same)
    };
    for factor in held.iter().filter(|factor| replaced.contains(&factor.kind) && !stays(factor)) {
        remove_factor(tx, context, id, &factor.id)?;
    }
    for new in all {
        let same = |factor: &&Factor| stays(factor) && factor.kind == new.kind && factor.identifier == new.identifier;
        match held.iter().find(same) {
            Some(factor) if new.name.is_empty() || new.name == factor.name => {}
            Some(factor) => drop(rename(tx, context, id, &factor.id, &new.name)?),
            None => drop(enroll(tx, context, id, sealer, new)?),
        }
    }
    mfa_enrollments::of_user(tx, &context.tenant, id)
}

/// Gives a factor another name. Safe to repeat.
pub fn rename(tx: &mut Tx, context: &Context, id: &UserId, factor: &str, name: &str) -> Result<Factor> {
    let user = users::find_for_update(tx, &context.tenant, id)?;
    let held = mfa_enrollments::of_user(tx, &context.tenant, id)?;
    let found = held.into_iter().find(|held| held.id == factor).ok_or(Error::NotFound("authentication method"))?;
    if found.name != name {
        mfa_enrollments::set_name(tx, &context.tenant, factor, name)?;
        let diff = vec![audit::change("factor_name", found.name.as_str(), name)];
        audit::record(
            tx,
            context,
            Entry { code: "sapi", description: "Rename a factor".into(), user: Some(&user), diff },
        )?;
    }
    Ok(Factor { name: name.to_owned(), ..found })
}
