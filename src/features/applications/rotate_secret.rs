//! Rotate Secret: the application gets a new secret, and the one before is worth nothing from then on.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::application::Application;
use crate::security::token;
use crate::store::{Tx, applications};
use serde_json::Value;

/// Why an application has no secret; none when it may have one.
pub fn why_not(application: &Application) -> Option<String> {
    let kind = application.kind.label();
    (!application.kind.keeps_secret()).then(|| {
        format!(
            "{} has no secret: it runs on its users' devices ({kind}), where no secret stays one.",
            application.name
        )
    })
}

/// Makes a new secret and answers with it, this once; only its hash is stored. Each call makes another one.
pub fn rotate_secret(tx: &mut Tx, context: &Context, client_id: &str) -> Result<(Application, String)> {
    let application = applications::find(tx, &context.tenant, client_id)?;
    if let Some(why) = why_not(&application) {
        return Err(Error::field("", why));
    }
    let had = applications::has_secret(tx, &context.tenant, client_id)?;
    let secret = token::random();
    applications::set_secret_hash(tx, &context.tenant, client_id, Some(&token::hash(&secret)))?;
    let before = if had { Value::from("*****") } else { Value::Null };
    let diff = vec![audit::change("client_secret", before, "*****")];
    let description = format!("Rotate a client secret: {}", application.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((application, secret))
}
