//! Unguessable texts, their hashes, and signatures made with the server's secret.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use rand::TryRngCore;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A fresh text of 256 random bits from the operating system, safe in URLs and cookies.
pub fn random() -> String {
    let mut bytes = [0_u8; 32];
    // Without randomness nothing the server hands out would be safe: stopping is the only honest answer.
    rand::rngs::OsRng.try_fill_bytes(&mut bytes).unwrap_or_else(|_| std::process::abort());
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A fresh recovery code: 24 characters (120 random bits) that a person can read and type.
pub fn recovery_code() -> String {
    let mut bytes = [0_u8; 24];
    rand::rngs::OsRng.try_fill_bytes(&mut bytes).unwrap_or_else(|_| std::process::abort());
    bytes.iter().map(|b| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[usize::from(b & 31)])).collect()
}

/// SHA-256 in hex: how tokens are stored. Their 256 random bits make a slow hash needless.
pub fn hash(token: &str) -> String {
    hex::encode(Sha256::digest(token.as_bytes()))
}

/// Signs texts with the server's secret (HMAC-SHA-256).
#[derive(Clone)]
pub struct Signer(Vec<u8>);

impl Signer {
    /// With the server's secret.
    pub fn new(secret: &str) -> Self {
        Self(secret.as_bytes().to_vec())
    }

    /// The signature of a text for a purpose; signatures of one purpose are worth nothing for another.
    pub fn sign(&self, purpose: &str, text: &str) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(&self.0) else { return String::new() };
        mac.update(purpose.as_bytes());
        mac.update(b"\0");
        mac.update(text.as_bytes());
        URL_SAFE_NO_PAD.encode(mac.finalize().into_bytes())
    }

    /// Whether a signature is right, in constant time.
    pub fn verify(&self, purpose: &str, text: &str, signature: &str) -> bool {
        let expected = self.sign(purpose, text);
        !expected.is_empty() && equal(&expected, signature)
    }
}

/// Whether two texts are equal, in time that does not depend on where they differ.
pub fn equal(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_signature_is_bound_to_secret_purpose_and_text() {
        let signer = Signer::new("one");
        let signature = signer.sign("csrf", "session");
        assert!(signer.verify("csrf", "session", &signature));
        assert!(!signer.verify("flash", "session", &signature));
        assert!(!signer.verify("csrf", "session2", &signature));
        assert!(!Signer::new("two").verify("csrf", "session", &signature));
        assert_ne!(random(), random());
    }
}
