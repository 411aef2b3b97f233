//! Options of a connection that are secrets: sealed before they are kept, and told to nobody again.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::connection_options::is_secret;
use crate::security::seal::Sealer;
use serde_json::Value;

/// Puts the secrets of `sent` into `options`, sealed for the connection of a name that has been `before`. Who reads a
/// connection and writes it back cannot send them: one that is left out stays, and `null` takes it away. One that is
/// sent again is left as it is sealed, so that a repeated write changes nothing.
pub fn seal(
    context: &Context,
    sealer: &Sealer,
    name: &str,
    (before, sent): (&JsonObject, &JsonObject),
    options: &mut JsonObject,
) -> Result<()> {
    options.retain(|key, _| !is_secret(key));
    for (key, kept) in before.iter().filter(|(key, _)| is_secret(key) && !sent.contains_key(*key)) {
        options.insert(key.clone(), kept.clone());
    }
    for (key, value) in sent.iter().filter(|(key, value)| is_secret(key) && !value.is_null()) {
        let place = format!("{}/connections/{name}/{key}", context.tenant);
        let text = serde_json::to_string(value).map_err(Error::internal)?;
        let kept = before.get(key).filter(|kept| is_it(sealer, &place, kept, &text));
        let sealed = match kept {
            Some(kept) => kept.clone(),
            None => Value::from(sealer.seal(&place, &text)?),
        };
        options.insert(key.clone(), sealed);
    }
    Ok(())
}

/// Whether what is kept opens to a text.
fn is_it(sealer: &Sealer, place: &str, kept: &Value, text: &str) -> bool {
    kept.as_str().and_then(|sealed| sealer.open(place, sealed).ok()).is_some_and(|opened| opened == text)
}
