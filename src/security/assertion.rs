//! Proofs by which an application says who it is: tokens it signs with a key of its own (RFC 7523, section 3).

use super::jwt::{Audience, Unsound};
use super::token;
use crate::model::client_credential::ProofAlgorithm;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use serde::Deserialize;

/// What a proof says.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Assertion {
    pub iss: String,
    pub sub: String,
    pub aud: Audience,
    /// Seconds since 1970.
    pub exp: i64,
    #[serde(default)]
    pub iat: Option<i64>,
    #[serde(default)]
    pub nbf: Option<i64>,
    /// Its name, by which it is known again.
    pub jti: String,
}

/// The key a proof says it is signed with, if it names one.
pub fn kid(proof: &str) -> Option<String> {
    jsonwebtoken::decode_header(proof).ok()?.kid
}

/// Whom a proof speaks for, before anybody has looked at its signature.
pub fn claimed(proof: &str) -> Option<String> {
    let body = URL_SAFE_NO_PAD.decode(proof.split('.').nth(1)?).ok()?;
    serde_json::from_slice::<Assertion>(&body).ok().map(|assertion| assertion.sub)
}

/// What a proof says, if it is signed with this key in this way. Its times and names are for the caller to look at.
pub fn verify(proof: &str, public_key: &str, algorithm: ProofAlgorithm) -> Result<Assertion, Unsound> {
    let key = DecodingKey::from_rsa_pem(public_key.as_bytes()).map_err(|_| Unsound::Signature)?;
    let mut validation = Validation::new(match algorithm {
        ProofAlgorithm::Rs256 => Algorithm::RS256,
        ProofAlgorithm::Rs384 => Algorithm::RS384,
        ProofAlgorithm::Ps256 => Algorithm::PS256,
    });
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let decoded = jsonwebtoken::decode::<Assertion>(proof, &key, &validation);
    decoded.map(|decoded| decoded.claims).map_err(|error| match error.kind() {
        jsonwebtoken::errors::ErrorKind::Json(_) => Unsound::Claims,
        _ => Unsound::Signature,
    })
}

/// A public key as it is kept, or nothing if a text is none: a key or a certificate in PEM, and never a private key.
pub fn public_key(text: &str) -> Option<String> {
    let text = text.trim().replace("\r\n", "\n");
    let kinds = ["-----BEGIN PUBLIC KEY-----", "-----BEGIN RSA PUBLIC KEY-----", "-----BEGIN CERTIFICATE-----"];
    let is_public = kinds.iter().any(|kind| text.starts_with(kind)) && text.matches("-----BEGIN").count() == 1;
    (is_public && DecodingKey::from_rsa_pem(text.as_bytes()).is_ok()).then_some(text)
}

/// When a certificate ends, in seconds since 1970; nothing for a bare key.
pub fn expiry(certificate: &str) -> Option<i64> {
    let (_, pem) = x509_parser::pem::parse_x509_pem(certificate.as_bytes()).ok()?;
    let certificate = pem.parse_x509().ok()?;
    Some(certificate.validity().not_after.timestamp())
}

/// A name for a key that was given none.
pub fn name_of(public_key: &str) -> String {
    token::hash(public_key)[..32].to_owned()
}
