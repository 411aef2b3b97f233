//! Create Application.

use super::settings::{self, Typed};
use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::application::Application;
use crate::security::token;
use crate::store::{Tx, applications};
use serde_json::Value;

/// Creates an application that may use no connection yet. Kinds that can keep a secret get one: it is answered here,
/// this once, and stored as a hash.
pub fn create(tx: &mut Tx, context: &Context, typed: &Typed) -> Result<(Application, Option<String>)> {
    let settings = settings::read(typed)?;
    let application = Application {
        client_id: context.ids.hex(16),
        name: settings.name,
        description: settings.description,
        kind: settings.kind,
        callbacks: settings.callbacks,
        logout_urls: settings.logout_urls,
        origins: settings.origins,
        created_at: context.now,
        updated_at: context.now,
        version: 1,
    };
    applications::insert(tx, &context.tenant, &application)?;
    let secret = application.kind.keeps_secret().then(token::random);
    let mut diff = vec![
        audit::change("client_id", Value::Null, application.client_id.as_str()),
        audit::change("name", Value::Null, application.name.as_str()),
        audit::change("kind", Value::Null, application.kind.as_str()),
    ];
    if let Some(secret) = &secret {
        applications::set_secret_hash(tx, &context.tenant, &application.client_id, Some(&token::hash(secret)))?;
        diff.push(audit::change("client_secret", Value::Null, "*****"));
    }
    let description = format!("Create an Application: {}", application.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((application, secret))
}
