//! Saving a tenant's settings.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::tenant::Tenant;
use crate::security::token;
use crate::store::{Tx, tenants};
use serde_json::json;

/// What can be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    pub name: String,
    pub log_retention_days: i32,
    pub deleted_user_days: i32,
    pub sign_in_as_user: bool,
    pub limits_results: bool,
}

impl Settings {
    /// Of a tenant.
    pub fn of(tenant: &Tenant) -> Self {
        Self {
            name: tenant.name.clone(),
            log_retention_days: tenant.log_retention_days,
            deleted_user_days: tenant.deleted_user_days,
            sign_in_as_user: tenant.sign_in_as_user,
            limits_results: tenant.limits_results,
        }
    }

    /// Changes whenever a setting does: what a form was made from.
    pub fn version(&self) -> String {
        let Self { name, log_retention_days, deleted_user_days, sign_in_as_user, limits_results } = self;
        token::hash(&format!("{name}\0{log_retention_days}\0{deleted_user_days}\0{sign_in_as_user}\0{limits_results}"))
    }
}

/// Saves the settings, unless somebody else did since the form of this version was made. Safe to repeat: settings that
/// are so already stay so, and nothing is logged. Answers whether anything changed.
pub fn update(tx: &mut Tx, context: &Context, wanted: &Settings, version: &str) -> Result<bool> {
    let before = tenants::find(tx, &context.tenant)?;
    let current = Settings::of(&before);
    if current == *wanted {
        return Ok(false);
    }
    if current.version() != version {
        return Err(Error::Conflict);
    }
    let after = Tenant {
        name: wanted.name.clone(),
        log_retention_days: wanted.log_retention_days,
        deleted_user_days: wanted.deleted_user_days,
        sign_in_as_user: wanted.sign_in_as_user,
        limits_results: wanted.limits_results,
        ..before.clone()
    };
    if !tenants::update(tx, &before, &after)? {
        return Err(Error::Conflict);
    }
    let diff = audit::changes([
        ("name", json!(before.name), json!(after.name)),
        ("log_retention_days", json!(before.log_retention_days), json!(after.log_retention_days)),
        ("deleted_user_days", json!(before.deleted_user_days), json!(after.deleted_user_days)),
        ("sign_in_as_user", json!(before.sign_in_as_user), json!(after.sign_in_as_user)),
        ("limits_results", json!(before.limits_results), json!(after.limits_results)),
    ]);
    audit::record(tx, context, Entry { code: "sapi", description: "Update tenant settings".into(), user: None, diff })?;
    Ok(true)
}
