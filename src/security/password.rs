//! Passwords: hashed with Argon2id, a limited number at a time, never shown.

use super::hash_threads::HashThreads;
use super::imported_password::ImportedPassword;
use crate::error::{Error, Result};
use argon2::password_hash::rand_core::{OsRng, RngCore};
use argon2::password_hash::{Output, ParamsString, PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};
use std::sync::Arc;

/// Memory in KiB, passes and lanes: the OWASP floor for Argon2id.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// A password is shorter than this, in bytes. Nobody's is a megabyte: who sends one wants to keep the server busy.
pub const MAX_BYTES: usize = 1_000_000;

/// A password as the database keeps it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoredPassword {
    /// Argon2id, a PHC string.
    Own(String),
    /// As another system hashed it: the JSON of an [`ImportedPassword`].
    Imported(String),
}

/// What comparing a password with a stored one found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    Wrong,
    Right,
    /// Right, and hashed by another system: here is the hash to keep in its place.
    RightAndUpgraded(String),
}

/// Hashes and verifies, at most so many at a time: more would slow everything and take 19 MB each.
#[derive(Clone)]
pub struct PasswordHashes {
    threads: HashThreads,
    /// The hash that unknown people are verified against, so that they take the same time.
    decoy: Arc<str>,
}

impl PasswordHashes {
    /// With so many at a time.
    pub fn new(at_once: usize) -> Result<Self> {
        Ok(Self { threads: HashThreads::start(at_once)?, decoy: decoy()?.into() })
    }

    /// Hashes a password as received; one of [`MAX_BYTES`] is refused without hashing.
    pub async fn hash(&self, password: String) -> Result<String> {
        if password.len() >= MAX_BYTES {
            return Err(Error::field("password", "Use fewer characters: a password is shorter than a megabyte."));
        }
        self.threads.run(move || hash_now(&password)).await?
    }

    /// Whether a password is the one that was hashed. Without a hash it verifies against a decoy and answers no, in the
    /// same time. A password of [`MAX_BYTES`] is nobody's, and is not hashed.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool> {
        if password.len() >= MAX_BYTES {
            return Ok(false);
        }
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.to_string());
        Ok(self.threads.run(move || verify_now(&password, &hash)).await? && known)
    }

    /// Compares a password with the stored one; one that came from another system is hashed anew when it is right.
    pub async fn verify_and_upgrade(&self, password: String, stored: Option<StoredPassword>) -> Result<Verdict> {
        let imported = match stored {
            Some(StoredPassword::Imported(imported)) => imported,
            Some(StoredPassword::Own(hash)) => return Ok(verdict(self.verify(password, Some(hash)).await?)),
            None => return Ok(verdict(self.verify(password, None).await?)),
        };
        if password.len() >= MAX_BYTES {
            return Ok(Verdict::Wrong);
        }
        let imported = ImportedPassword::from_stored(&imported)?;
        let verify = move || match imported.verify(&password) {
            true => hash_now(&password).map(Verdict::RightAndUpgraded),
            false => Ok(Verdict::Wrong),
        };
        self.threads.run(verify).await?
    }
}

fn verdict(right: bool) -> Verdict {
    if right { Verdict::Right } else { Verdict::Wrong }
}

impl PasswordHashes {
    /// Whether a password is one of those that were hashed.
    pub async fn is_among(&self, password: &str, hashes: Vec<String>) -> Result<bool> {
        for hash in hashes {
            if self.verify(password.to_owned(), Some(hash)).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// Hashes a password on this thread; for the command line and seeds.
pub fn hash_now(password: &str) -> Result<String> {
    let params = Params::new(COST.0, COST.1, COST.2, None).map_err(Error::internal)?;
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    let salt = SaltString::generate(&mut OsRng);
    Ok(argon2.hash_password(password.as_bytes(), &salt).map_err(Error::internal)?.to_string())
}

/// What looks like a hash made by [`hash_now`] and is random: of no password, and had without the memory that hashing takes.
fn decoy() -> Result<String> {
    let params = Params::new(COST.0, COST.1, COST.2, None).map_err(Error::internal)?;
    let salt = SaltString::generate(&mut OsRng);
    let mut output = [0; Params::DEFAULT_OUTPUT_LEN];
    OsRng.fill_bytes(&mut output);
    let hash = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(Error::internal)?,
        salt: Some(salt.as_salt()),
        hash: Some(Output::new(&output).map_err(Error::internal)?),
    };
    Ok(hash.to_string())
}

fn verify_now(password: &str, hash: &str) -> bool {
    PasswordHash::new(hash).is_ok_and(|parsed| Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_decoy_costs_what_a_hash_costs() {
        let cost = |hash: &str| hash.rsplitn(3, '$').nth(2).map(str::to_owned);
        let (own, decoy) = (hash_now("x").unwrap(), decoy().unwrap());
        assert_eq!(cost(&decoy), cost(&own));
        assert_eq!(decoy.len(), own.len());
        assert!(!verify_now("x", &decoy));
    }

    #[test]
    fn an_imported_password_is_hashed_anew_when_it_is_right() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let passwords = PasswordHashes::new(1).unwrap();
            let md5 = r#"{"algorithm":"md5","hash":{"value":"900150983cd24fb0d6963f7d28e17f72","encoding":"hex"}}"#;
            let stored = || Some(StoredPassword::Imported(md5.to_owned()));
            assert_eq!(passwords.verify_and_upgrade("abd".into(), stored()).await.unwrap(), Verdict::Wrong);
            let verdict = passwords.verify_and_upgrade("abc".into(), stored()).await.unwrap();
            let Verdict::RightAndUpgraded(hash) = verdict else { panic!("{verdict:?}") };
            assert!(hash.starts_with("$argon2id$"), "{hash}");
            let own = Some(StoredPassword::Own(hash));
            assert_eq!(passwords.verify_and_upgrade("abc".into(), own.clone()).await.unwrap(), Verdict::Right);
            assert_eq!(passwords.verify_and_upgrade("abd".into(), own).await.unwrap(), Verdict::Wrong);
            let nobody = passwords.verify_and_upgrade("abc".into(), None).await;
            assert_eq!(nobody.unwrap(), Verdict::Wrong);
        });
    }

    #[test]
    fn a_megabyte_is_refused_without_hashing() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        runtime.block_on(async {
            // Whoever wanted to hash would wait for ever.
            let passwords = PasswordHashes::new(0).unwrap();
            let soon = std::time::Duration::from_secs(5);
            let megabyte = || "x".repeat(MAX_BYTES);
            let hashed = tokio::time::timeout(soon, passwords.hash(megabyte())).await.unwrap();
            assert!(matches!(hashed, Err(Error::Invalid(errors)) if !errors.of("password").is_empty()));
            let own = StoredPassword::Own(hash_now("x").unwrap());
            let md5 = r#"{"algorithm":"md5","hash":{"value":"900150983cd24fb0d6963f7d28e17f72","encoding":"hex"}}"#;
            for stored in [Some(own), Some(StoredPassword::Imported(md5.to_owned())), None] {
                let verdict =
                    tokio::time::timeout(soon, passwords.verify_and_upgrade(megabyte(), stored)).await.unwrap();
                assert_eq!(verdict.unwrap(), Verdict::Wrong);
            }
        });
    }

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
