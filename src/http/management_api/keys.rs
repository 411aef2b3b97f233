//! `/keys/signing`.

use super::call::Call;
use super::problem::Problem;
use super::reply::{Created, Done};
use crate::error::Error;
use crate::features::tokens::{keys, rotate};
use crate::model::iso;
use crate::model::signing_key::{KeyState, SigningKey};
use crate::security::jwt;
use schemars::JsonSchema;
use serde::Serialize;

/// A signing key; its private half never leaves the house.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SigningKey")]
pub struct KeyJson {
    kid: String,
    /// Certificate of the public key, in PEM
    cert: String,
    fingerprint: String,
    thumbprint: String,
    current: bool,
    next: bool,
    previous: bool,
    revoked: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    current_since: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    current_until: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    revoked_at: Option<String>,
}

impl KeyJson {
    fn of(key: &SigningKey) -> Self {
        let thumbprint = jwt::thumbprint(&key.certificate);
        let pairs: Vec<_> = thumbprint.as_bytes().chunks(2).map(String::from_utf8_lossy).collect();
        Self {
            kid: key.kid.clone(),
            cert: key.certificate.clone(),
            fingerprint: pairs.join(":"),
            thumbprint,
            current: key.state == KeyState::Current,
            next: key.state == KeyState::Next,
            previous: key.state == KeyState::Previous,
            revoked: key.state == KeyState::Revoked,
            current_since: key.current_since.map(iso),
            current_until: key.current_until.map(iso),
            revoked_at: key.revoked_at.map(iso),
        }
    }
}

/// A key's name and certificate.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "SigningKeyCertificate")]
pub struct Certificate {
    kid: String,
    cert: String,
}

impl From<SigningKey> for Certificate {
    fn from(key: SigningKey) -> Self {
        Self { kid: key.kid, cert: key.certificate }
    }
}

async fn all(call: &Call) -> Result<Vec<SigningKey>, Problem> {
    // The first keys are made when somebody asks for them.
    call.app.public_keys(&call.tenant.id).await?;
    call.read_with(|tx, context| keys::all(tx, &context.tenant)).await
}

/// Lists the keys, the newest first.
pub async fn list(call: Call) -> Result<Done<Vec<KeyJson>>, Problem> {
    Ok(Done(all(&call).await?.iter().map(KeyJson::of).collect()))
}

/// Returns a key.
pub async fn show(call: Call) -> Result<Done<KeyJson>, Problem> {
    let kid = call.part("kid");
    let all = all(&call).await?;
    let found = all.iter().find(|key| key.kid == kid).ok_or(Error::NotFound("signing key"))?;
    Ok(Done(KeyJson::of(found)))
}

/// Rotates the keys.
pub async fn rotate(call: Call) -> Result<Created<Certificate>, Problem> {
    Ok(Created(call.app.rotate_keys(call.context.clone()).await?.into()))
}

/// Revokes a former key.
pub async fn revoke(call: Call) -> Result<Done<Certificate>, Problem> {
    let kid = call.part("kid");
    Ok(Done(call.write_with(move |tx, context| rotate::revoke(tx, context, &kid)).await?.into()))
}
