//! The keys by which alone an application proves who it is, as programs name them among its attributes.

use crate::features::applications::proofs::Key;
use crate::http::management_api::client_credentials::NewBody;
use schemars::JsonSchema;
use serde::Deserialize;

pub use crate::features::applications::proofs::METHODS;

/// Ways of proving it.
#[derive(Clone, Deserialize, JsonSchema)]
#[schemars(rename = "ClientAuthenticationMethods")]
pub struct Methods {
    /// By a token that it signs
    private_key_jwt: Signing,
}

/// Keys.
#[derive(Clone, Deserialize, JsonSchema)]
#[schemars(rename = "ClientSigningKeys")]
struct Signing {
    /// Its keys: credentials it has, or new ones
    credentials: Vec<Credential>,
}

/// A key.
#[derive(Clone, Deserialize, JsonSchema)]
#[schemars(rename = "ClientSigningKey")]
#[serde(untagged)]
enum Credential {
    Known {
        /// Id of a credential
        id: String,
    },
    New(NewBody),
}

impl Methods {
    /// The keys.
    pub fn keys(&self) -> Vec<Key> {
        let key = |credential: &Credential| match credential {
            Credential::Known { id } => Key::Known(id.clone()),
            Credential::New(body) => Key::New(body.told()),
        };
        self.private_key_jwt.credentials.iter().map(key).collect()
    }
}
