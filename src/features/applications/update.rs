//! Save an application's settings.

use super::settings::{self, Typed};
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::application::Application;
use crate::store::{Tx, applications};
use serde_json::{Value, json};

/// Saves settings that were read at this version; with another version it is a conflict and nothing happens. A kind
/// that cannot keep a secret loses it. Answers with the name and whether anything changed.
pub fn update(tx: &mut Tx, context: &Context, client_id: &str, version: i64, typed: &Typed) -> Result<(String, bool)> {
    let before = applications::find(tx, &context.tenant, client_id)?;
    let settings = settings::read(typed)?;
    if before.version != version {
        return Err(Error::Conflict);
    }
    let after = Application {
        name: settings.name,
        description: settings.description,
        kind: settings.kind,
        callbacks: settings.callbacks,
        logout_urls: settings.logout_urls,
        origins: settings.origins,
        updated_at: context.now,
        ..before.clone()
    };
    let mut diff = audit::changes([
        ("name", json!(before.name), json!(after.name)),
        ("description", json!(before.description), json!(after.description)),
        ("kind", json!(before.kind.as_str()), json!(after.kind.as_str())),
        ("callbacks", json!(before.callbacks), json!(after.callbacks)),
        ("logout_urls", json!(before.logout_urls), json!(after.logout_urls)),
        ("origins", json!(before.origins), json!(after.origins)),
    ]);
    if diff.is_empty() {
        return Ok((after.name, false));
    }
    applications::update(tx, &context.tenant, &after)?;
    if !after.kind.keeps_secret() && applications::has_secret(tx, &context.tenant, client_id)? {
        applications::set_secret_hash(tx, &context.tenant, client_id, None)?;
        diff.push(audit::change("client_secret", "*****", Value::Null));
    }
    let description = format!("Update an Application: {}", after.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((after.name, true))
}
