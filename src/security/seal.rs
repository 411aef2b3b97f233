//! Secrets that must be read again, unlike passwords: sealed with a key made of the server's secret
//! (XChaCha20-Poly1305), so that a copy of the database alone gives none of them away.

use super::token::Signer;
use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, KeyInit, OsRng, Payload};
use chacha20poly1305::{AeadCore, XChaCha20Poly1305, XNonce};
use sha2::{Digest, Sha256};

/// Length of the nonce that precedes a sealed text, in bytes.
const NONCE: usize = 24;
/// Length of what follows the sealed text and vouches for it, in bytes.
const TAG: usize = 16;

/// Seals and opens.
#[derive(Clone)]
pub struct Sealer(XChaCha20Poly1305);

impl Sealer {
    /// With a key derived from the server's secret.
    pub fn new(signer: &Signer) -> Self {
        let key = Sha256::digest(signer.sign("seal", "key").as_bytes());
        Self(XChaCha20Poly1305::new(&key))
    }

    /// Seals a text for one place (a tenant and an id): it opens there only.
    pub fn seal(&self, place: &str, text: &str) -> Result<String> {
        let nonce = XChaCha20Poly1305::generate_nonce(&mut OsRng);
        let payload = Payload { msg: text.as_bytes(), aad: place.as_bytes() };
        let sealed = self.0.encrypt(&nonce, payload).map_err(Error::internal)?;
        Ok(URL_SAFE_NO_PAD.encode([nonce.as_slice(), &sealed].concat()))
    }

    /// Whether a text may be something sealed, with whatever key.
    pub fn has_sealed_form(text: &str) -> bool {
        URL_SAFE_NO_PAD.decode(text).is_ok_and(|bytes| bytes.len() >= NONCE + TAG)
    }

    /// Opens what was sealed for this place; anything else is an error.
    pub fn open(&self, place: &str, sealed: &str) -> Result<String> {
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(Error::internal)?;
        let Some((nonce, sealed)) = bytes.split_at_checked(NONCE) else {
            return Err(Error::internal("no sealed text"));
        };
        let payload = Payload { msg: sealed, aad: place.as_bytes() };
        let text = self.0.decrypt(XNonce::from_slice(nonce), payload).map_err(Error::internal)?;
        String::from_utf8(text).map_err(Error::internal)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_opens_in_its_place_with_its_key_only() {
        let sealer = Sealer::new(&Signer::new("one secret"));
        let sealed = sealer.seal("acme/mfa_1", "JBSWY3DPEHPK3PXP").unwrap();
        assert!(!sealed.contains("JBSWY3DP"));
        assert_ne!(sealed, sealer.seal("acme/mfa_1", "JBSWY3DPEHPK3PXP").unwrap());
        assert_eq!(sealer.open("acme/mfa_1", &sealed).unwrap(), "JBSWY3DPEHPK3PXP");
        assert!(sealer.open("acme/mfa_2", &sealed).is_err());
        assert!(Sealer::new(&Signer::new("another")).open("acme/mfa_1", &sealed).is_err());
        assert!(sealer.open("acme/mfa_1", "AAAA").is_err());
        assert!(Sealer::has_sealed_form(&sealed) && !Sealer::has_sealed_form("a-secret-in-the-open"));
    }
}
