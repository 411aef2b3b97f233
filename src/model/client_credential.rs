//! A key with which an application proves who it is: its public half.

use super::Timestamp;

/// A key as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientCredential {
    pub id: String,
    pub client_id: String,
    pub name: String,
    /// What the application calls the key.
    pub kid: String,
    pub algorithm: ProofAlgorithm,
    /// PEM: a public key or a certificate.
    pub public_key: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// It proves nothing from then on.
    pub expires_at: Option<Timestamp>,
}

/// How proofs are signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProofAlgorithm {
    Rs256,
    Rs384,
    Ps256,
}

impl ProofAlgorithm {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Rs256, Self::Rs384, Self::Ps256];

    /// Its name (RFC 7518, section 3.1).
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Rs384 => "RS384",
            Self::Ps256 => "PS256",
        }
    }

    /// Reads the name.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|algorithm| algorithm.as_str() == text)
    }
}
