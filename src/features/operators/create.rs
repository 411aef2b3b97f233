//! Making an operator from the command line; the first one of an empty installation becomes its owner.

use crate::error::{Error, FieldErrors, Result};
use crate::features::context::Ids;
use crate::model::Timestamp;
use crate::model::email_address::EmailAddress;
use crate::model::operator::{Operator, OperatorRole};
use crate::model::tenant::{Tenant, TenantId};
use crate::model::time_zone::TimeZone;
use crate::store::{Tx, operators, tenants};

/// Shortest password of an operator, in characters.
pub const MIN_PASSWORD: usize = 10;

/// What to make.
pub struct NewOperator {
    pub email: String,
    pub name: String,
    /// Argon2id, made before the transaction.
    pub password_hash: String,
    /// The tenant to give them a place in; made if it does not exist yet.
    pub tenant: TenantId,
    pub role: OperatorRole,
}

/// Holds a password against the operators' own rule.
pub fn check_password(password: &str) -> Result<(), FieldErrors> {
    if password.chars().count() < MIN_PASSWORD {
        return Err(FieldErrors::one("password", format!("Use at least {MIN_PASSWORD} characters.")));
    }
    Ok(())
}

/// Adds the operator, and the tenant if it is new.
pub fn create(tx: &mut Tx, new: &NewOperator, now: Timestamp, ids: &Ids) -> Result<Operator> {
    let email = EmailAddress::parse(&new.email)?.lower_cased();
    if let Err(Error::NotFound(_)) = tenants::find(tx, &new.tenant) {
        let tenant = Tenant {
            id: new.tenant.clone(),
            name: new.tenant.as_str().to_owned(),
            created_at: now,
            is_default: tenants::is_empty(tx)?,
            sign_in_as_user: false,
            log_retention_days: 30,
            deleted_user_days: 0,
            limits_results: false,
        };
        tenants::insert(tx, &tenant)?;
    }
    let name = if new.name.trim().is_empty() { email.local_part().to_owned() } else { new.name.trim().to_owned() };
    let operator = Operator {
        id: ids.prefixed("op"),
        email: email.as_str().to_owned(),
        name,
        is_demo: false,
        created_at: now,
        time_zone: TimeZone::UTC,
    };
    operators::insert(tx, &operator, Some(&new.password_hash))?;
    operators::set_membership(tx, &operator.id, &new.tenant, new.role)?;
    Ok(operator)
}
