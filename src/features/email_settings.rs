//! Templates of mails and the provider that sends them: kept for programs that bring and ask for them. The house's own
//! mails have their own words and go out by its outbox.

use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::further;
use crate::model::JsonObject;
use crate::model::log_event::FieldChange;
use crate::security::seal::Sealer;
use crate::store::{Tx, email_settings};
use serde_json::Value;

/// A template that somebody has made.
pub fn template(tx: &mut Tx, context: &Context, name: &str) -> Result<JsonObject> {
    email_settings::template(tx, &context.tenant, name)?.ok_or(Error::NotFound("email template"))
}

/// Makes a template; a second one of the name is refused.
pub fn create_template(tx: &mut Tx, context: &Context, name: &str, sent: &JsonObject) -> Result<JsonObject> {
    further::hold(tx, context)?;
    if email_settings::template(tx, &context.tenant, name)?.is_some() {
        return Err(FieldErrors::taken("template", "There is a template of this name already.").into());
    }
    keep_template(tx, context, name, &JsonObject::new(), sent)
}

/// Changes a template, attribute by attribute.
pub fn update_template(tx: &mut Tx, context: &Context, name: &str, sent: &JsonObject) -> Result<JsonObject> {
    further::hold(tx, context)?;
    let before = template(tx, context, name)?;
    let mut after = before.clone();
    after.extend(sent.clone());
    keep_template(tx, context, name, &before, &after)
}

/// Puts a template in the place of the one that is there.
pub fn replace_template(tx: &mut Tx, context: &Context, name: &str, sent: &JsonObject) -> Result<JsonObject> {
    further::hold(tx, context)?;
    let before = template(tx, context, name)?;
    keep_template(tx, context, name, &before, sent)
}

fn keep_template(
    tx: &mut Tx,
    context: &Context,
    name: &str,
    before: &JsonObject,
    after: &JsonObject,
) -> Result<JsonObject> {
    if before != after {
        email_settings::set_template(tx, &context.tenant, name, after)?;
        let diff = vec![audit::change("template", before.clone(), after.clone())];
        record(tx, context, format!("Update an email template: {name}"), diff)?;
    }
    Ok(after.clone())
}

/// The provider as it may be told: without its credentials.
pub fn provider(tx: &mut Tx, context: &Context) -> Result<JsonObject> {
    let found = email_settings::provider(tx, &context.tenant)?;
    found.map(|(settings, _)| settings).ok_or(Error::NotFound("email provider"))
}

/// Sets the provider up; a second one is refused.
pub fn create_provider(
    tx: &mut Tx,
    context: &Context,
    sealer: &Sealer,
    settings: &JsonObject,
    credentials: &JsonObject,
) -> Result<()> {
    // Of two programs at once the second waits here and is refused.
    further::hold(tx, context)?;
    if email_settings::provider(tx, &context.tenant)?.is_some() {
        return Err(FieldErrors::taken("name", "The email provider is already configured.").into());
    }
    let sealed = seal(context, sealer, credentials)?;
    email_settings::set_provider(tx, &context.tenant, settings, &sealed)?;
    let diff = vec![
        audit::change("provider", Value::Null, settings.clone()),
        audit::change("credentials", Value::Null, "*****"),
    ];
    record(tx, context, "Create an email provider".into(), diff)
}

/// Changes the provider, attribute by attribute; credentials are replaced as a whole.
pub fn update_provider(
    tx: &mut Tx,
    context: &Context,
    sealer: &Sealer,
    sent: &JsonObject,
    credentials: Option<&JsonObject>,
) -> Result<()> {
    further::hold(tx, context)?;
    let found = email_settings::provider(tx, &context.tenant)?;
    let (before, sealed) = found.ok_or(Error::NotFound("email provider"))?;
    let mut after = before.clone();
    after.extend(sent.clone());
    let sealed = match credentials {
        Some(credentials) => seal(context, sealer, credentials)?,
        None => sealed,
    };
    if before == after && credentials.is_none() {
        return Ok(());
    }
    email_settings::set_provider(tx, &context.tenant, &after, &sealed)?;
    let mut diff = vec![audit::change("provider", before, after)];
    diff.extend(credentials.map(|_| audit::change("credentials", "*****", "*****")));
    record(tx, context, "Update the email provider".into(), diff)
}

/// Forgets the provider and its credentials.
pub fn delete_provider(tx: &mut Tx, context: &Context) -> Result<()> {
    let before = provider(tx, context)?;
    email_settings::remove_provider(tx, &context.tenant)?;
    let diff = vec![audit::change("provider", before, Value::Null)];
    record(tx, context, "Delete the email provider".into(), diff)
}

fn seal(context: &Context, sealer: &Sealer, credentials: &JsonObject) -> Result<String> {
    let text = serde_json::to_string(credentials).map_err(Error::internal)?;
    sealer.seal(&format!("{}/email-provider", context.tenant), &text)
}

fn record(tx: &mut Tx, context: &Context, description: String, diff: Vec<FieldChange>) -> Result<()> {
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })
}
