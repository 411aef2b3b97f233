//! `/clients/{client_id}/credentials`.

use super::call::{Call, NoQuery};
use super::problem::Problem;
use super::reply::{Created, Done, NoContent};
use crate::features::client_credentials::create::NewCredential;
use crate::features::client_credentials::{create as make, delete as remove, list as found, update as change};
use crate::model::client_credential::{ClientCredential, ProofAlgorithm};
use crate::model::{Timestamp, iso};
use chrono::{DateTime, Utc};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A key with which an application proves who it is.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "ClientCredential")]
pub struct CredentialJson {
    id: String,
    name: String,
    kid: String,
    alg: &'static str,
    credential_type: &'static str,
    #[schemars(extend("format" = "date-time"))]
    created_at: String,
    #[schemars(extend("format" = "date-time"))]
    updated_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    expires_at: Option<String>,
}

impl CredentialJson {
    fn of(credential: &ClientCredential) -> Self {
        Self {
            id: credential.id.clone(),
            name: credential.name.clone(),
            kid: credential.kid.clone(),
            alg: credential.algorithm.as_str(),
            credential_type: "public_key",
            created_at: iso(credential.created_at),
            updated_at: iso(credential.updated_at),
            expires_at: credential.expires_at.map(iso),
        }
    }
}

/// Lists an application's credentials.
pub async fn list(call: Call) -> Result<Done<Vec<CredentialJson>>, Problem> {
    let client = call.part("client_id");
    let all = call.read_with(move |tx, context| found::all(tx, context, &client)).await?;
    Ok(Done(all.iter().map(CredentialJson::of).collect()))
}

/// Returns one.
pub async fn show(call: Call) -> Result<Done<CredentialJson>, Problem> {
    let (client, id) = (call.part("client_id"), call.part("credential_id"));
    let credential = call.read_with(move |tx, context| found::find(tx, context, &client, &id)).await?;
    Ok(Done(CredentialJson::of(&credential)))
}

/// Kinds of credentials. All but the first belong to mutual TLS; they are known so that they are refused by their name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum CredentialType {
    PublicKey,
    CertSubjectDn,
    X509Cert,
}

/// How proofs are signed.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "UPPERCASE")]
enum Alg {
    Rs256,
    Rs384,
    Ps256,
}

impl Alg {
    fn algorithm(self) -> ProofAlgorithm {
        match self {
            Self::Rs256 => ProofAlgorithm::Rs256,
            Self::Rs384 => ProofAlgorithm::Rs384,
            Self::Ps256 => ProofAlgorithm::Ps256,
        }
    }
}

/// The body of a new credential.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct NewBody {
    /// Kind of credential: public_key. Those of mutual TLS are refused
    credential_type: CredentialType,
    /// Name for people
    #[schemars(length(max = 128))]
    #[serde(default)]
    name: String,
    /// Of a credential of mutual TLS
    #[schemars(length(min = 1, max = 256))]
    #[expect(dead_code, reason = "credentials of mutual TLS are refused as a whole")]
    subject_dn: Option<String>,
    /// RSA public key or certificate in PEM
    #[schemars(length(max = 10000))]
    #[serde(default)]
    pem: String,
    /// How proofs are signed; RS256 if it is left out
    alg: Option<Alg>,
    /// What proofs call the key; made from the key if it is left out
    #[schemars(regex(pattern = "^[0-9a-zA-Z_-]{10,64}$"))]
    kid: Option<String>,
    /// From when on it proves nothing
    #[schemars(with = "Option<String>", extend("format" = "date-time"))]
    expires_at: Option<DateTime<Utc>>,
    /// Whether it ends when the certificate in pem does, where expires_at is left out
    #[serde(default)]
    parse_expiry_from_cert: bool,
}

impl NewBody {
    /// What is known of the credential.
    pub fn told(&self) -> NewCredential {
        NewCredential {
            name: self.name.clone(),
            kid: self.kid.clone(),
            algorithm: self.alg.map_or(ProofAlgorithm::Rs256, Alg::algorithm),
            public_key: self.pem.clone(),
            expires_at: self.expires_at.map(stored),
            ends_with_certificate: self.parse_expiry_from_cert,
            is_of_mutual_tls: self.credential_type != CredentialType::PublicKey,
        }
    }
}

/// Adds a public key.
pub async fn create(call: Call<NoQuery, NewBody>) -> Result<Created<CredentialJson>, Problem> {
    let (client, new) = (call.part("client_id"), call.body.told());
    let credential = call.write_with(move |tx, context| make::create(tx, context, &client, &new)).await?;
    Ok(Created(CredentialJson::of(&credential)))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// From when on it proves nothing; null for never
    #[schemars(with = "Option<String>", extend("x-nullable" = true, "format" = "date-time"))]
    expires_at: Option<DateTime<Utc>>,
}

/// Changes when a credential expires.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Created<CredentialJson>, Problem> {
    let (client, id) = (call.part("client_id"), call.part("credential_id"));
    let expires_at = call.body.expires_at.map(stored);
    let changed = call.write_with(move |tx, context| change::update(tx, context, &client, &id, expires_at)).await?;
    Ok(Created(CredentialJson::of(&changed)))
}

/// Deletes a credential. One that is not there is as good as deleted.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    let (client, id) = (call.part("client_id"), call.part("credential_id"));
    call.write_with(move |tx, context| remove::delete(tx, context, &client, &id)).await?;
    Ok(NoContent)
}

/// As the database keeps instants: to the millisecond.
fn stored(at: DateTime<Utc>) -> Timestamp {
    DateTime::from_timestamp_millis(at.timestamp_millis()).unwrap_or(at).naive_utc()
}
