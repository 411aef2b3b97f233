//! Passwords: hashed with Argon2id, a limited number at a time, never shown.

use crate::error::{Error, Result};
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString, rand_core::OsRng};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Memory in KiB, passes and lanes: the OWASP floor for Argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Hashes and verifies, at most so many at a time: more would slow everything and take 19 MB each.
#[derive(Clone)]
pub struct PasswordHashes {
    permits: Arc<Semaphore>,
    /// The hash that unknown people are verified against, so that they take the same time.
    decoy: Arc<str>,
}

impl PasswordHashes {
    /// With so many at a time.
    pub fn new(at_once: usize) -> Result<Self> {
        let decoy = hash_now("a password that nobody has")?;
        Ok(Self { permits: Arc::new(Semaphore::new(at_once)), decoy: decoy.into() })
    }

    /// Hashes a password as received, of any length.
    pub async fn hash(&self, password: String) -> Result<String> {
        let _permit = self.permits.acquire().await.map_err(Error::internal)?;
        tokio::task::spawn_blocking(move || hash_now(&password)).await.map_err(Error::internal)?
    }

    /// Whether a password is the one that was hashed. Without a hash it verifies against a decoy and answers no, in the
    /// same time.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.to_string());
        let _permit = self.permits.acquire().await.map_err(Error::internal)?;
        let verified = tokio::task::spawn_blocking(move || verify_now(&password, &hash));
        Ok(verified.await.map_err(Error::internal)? && known)
    }
}

/// Hashes a password on this thread; for the command line and seeds.
pub fn hash_now(password: &str) -> Result<String> {
    let params = Params::new(COST.0, COST.1, COST.2, None).map_err(Error::internal)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = SaltString::generate(&mut OsRng);
    Ok(argon2.hash_password(password.as_bytes(), &salt).map_err(Error::internal)?.to_string())
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_verified_exactly() {
        let long = "x".repeat(4096);
        for password in ["a", " leading and trailing ", "émoji 🐢", "nul\0inside", long.as_str()] {
            let hash = hash_now(password).unwrap();
            assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
            assert!(verify_now(password, &hash));
            assert!(!verify_now(&format!("{password}x"), &hash));
            assert!(!verify_now(password.trim_start_matches(' '), &hash) || !password.starts_with(' '));
        }
    }
}
