//! Add a key to an application.

use super::list;
use crate::error::{Error, FieldErrors, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::further;
use crate::model::Timestamp;
use crate::model::client_credential::{ClientCredential, ProofAlgorithm};
use crate::security::assertion;
use crate::store::{Tx, applications, client_credentials};
use chrono::DateTime;
use serde_json::Value;

/// Most keys of an application: two to change over, and some to spare.
const MOST: usize = 10;

/// What is known of a new key.
#[derive(Debug, Clone)]
pub struct NewCredential {
    pub name: String,
    /// Made from the key when it is not given.
    pub kid: Option<String>,
    pub algorithm: ProofAlgorithm,
    pub public_key: String,
    pub expires_at: Option<Timestamp>,
    /// Whether it ends when its certificate does, if nothing else is said.
    pub ends_with_certificate: bool,
    /// Whether it is told by the certificate of a connection, rather than by what it signs.
    pub is_of_mutual_tls: bool,
}

/// From when on a key proves nothing, if ever.
fn expiry(context: &Context, new: &NewCredential, public_key: &str) -> Result<Option<Timestamp>> {
    if let Some(at) = new.expires_at {
        let is_past = at <= context.now;
        return if is_past { Err(Error::field("expires_at", "This is in the past.")) } else { Ok(Some(at)) };
    }
    if !new.ends_with_certificate {
        return Ok(None);
    }
    let end = assertion::expiry(public_key).and_then(|seconds| DateTime::from_timestamp(seconds, 0));
    let Some(end) = end else {
        return Err(Error::field("pem", "parse_expiry_from_cert needs a certificate, and pem is none."));
    };
    if end.naive_utc() <= context.now {
        return Err(Error::field("pem", "This certificate has expired."));
    }
    Ok(Some(end.naive_utc()))
}

/// Adds a public key; the application may prove who it is with the private one from then on.
pub fn create(tx: &mut Tx, context: &Context, client_id: &str, new: &NewCredential) -> Result<ClientCredential> {
    if new.is_of_mutual_tls {
        let words = "Applications do not authenticate by mutual TLS here: credential_type must be public_key.";
        return Err(Error::unsupported("credential_type", words));
    }
    // Of two at once the second waits here and sees the first.
    further::hold(tx, context)?;
    let known = list::all(tx, context, client_id)?;
    let application = applications::find(tx, &context.tenant, client_id)?;
    if !application.kind.keeps_secret() {
        return Err(Error::unsupported(
            "",
            "This application runs on its users' devices, where no private key stays one.",
        ));
    }
    if known.len() >= MOST {
        return Err(Error::unsupported("", format!("An application has at most {MOST} credentials.")));
    }
    let Some(public_key) = assertion::public_key(&new.public_key) else {
        return Err(Error::field("pem", "This is neither an RSA public key nor a certificate in PEM."));
    };
    let expires_at = expiry(context, new, &public_key)?;
    let kid = new.kid.clone().unwrap_or_else(|| assertion::name_of(&public_key));
    if known.iter().any(|one| one.kid == kid) {
        return Err(FieldErrors::taken("kid", "The application already has a credential of this kid.").into());
    }
    let credential = ClientCredential {
        id: context.ids.prefixed("cred"),
        client_id: application.client_id,
        name: new.name.clone(),
        kid,
        algorithm: new.algorithm,
        public_key,
        created_at: context.now,
        updated_at: context.now,
        expires_at,
    };
    client_credentials::insert(tx, &context.tenant, &credential)?;
    let diff = vec![
        audit::change("client_id", Value::Null, credential.client_id.as_str()),
        audit::change("kid", Value::Null, credential.kid.as_str()),
        audit::change("alg", Value::Null, credential.algorithm.as_str()),
    ];
    let description = format!("Create a client credential: {}", application.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(credential)
}
