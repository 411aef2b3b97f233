//! A signing key: the RSA key pair with which a tenant's tokens are signed, and its turn in the rotation.

use super::Timestamp;

/// A key as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SigningKey {
    /// Names the key in the header of each token.
    pub kid: String,
    pub state: KeyState,
    /// The public key, as RFC 7518 writes it (base64url).
    pub modulus: String,
    pub exponent: String,
    /// A certificate of the public key by itself, in PEM.
    pub certificate: String,
    /// The private key, sealed; see [`SigningKey::place`].
    pub sealed_key: String,
    pub created_at: Timestamp,
    pub current_since: Option<Timestamp>,
    pub current_until: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

impl SigningKey {
    /// Where its private key is sealed.
    pub fn place(tenant: &super::tenant::TenantId, kid: &str) -> String {
        format!("{tenant}/signing-key/{kid}")
    }
}

/// A key's turn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// Published already, and signs from the next rotation on.
    Next,
    /// Signs.
    Current,
    /// Signs no more; the tokens it has signed are good until they expire.
    Previous,
    /// Its tokens are refused.
    Revoked,
}

impl KeyState {
    /// The word in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Next => "next",
            Self::Current => "current",
            Self::Previous => "previous",
            Self::Revoked => "revoked",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        [Self::Next, Self::Current, Self::Previous, Self::Revoked].into_iter().find(|s| s.as_str() == text)
    }
}
