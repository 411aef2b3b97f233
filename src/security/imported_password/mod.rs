//! Passwords hashed by another system, verified as that system did until their user signs in for the first time; from
//! then on the password is kept as all others are (see [`super::password`]).
//!
//! To add an algorithm: a variant of [`Algorithm`], its reading in `parse` (with a bound on what verifying may cost) and
//! its line in [`ImportedPassword::verify`].

mod digest;
mod parse;

use crate::error::{Error, Result};
use crate::model::JsonObject;
use crate::model::import::Issue;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordVerifier};
use digest::Digest;
use subtle::ConstantTimeEq;

/// A hash that has been read and found bearable: verifying it takes bounded time and memory, whoever made it.
#[derive(Debug, Clone)]
pub struct ImportedPassword {
    algorithm: Algorithm,
    encoding: PasswordEncoding,
}

#[derive(Debug, Clone)]
enum Algorithm {
    /// A PHC string.
    Argon2(String),
    Bcrypt {
        hash: String,
        salt: Salt,
    },
    Hmac {
        digest: Digest,
        key: Vec<u8>,
        hash: Vec<u8>,
    },
    /// The digest of password and salt, as RFC 2307 userPassword values have it, or with a salt on either side.
    Digest {
        digest: Digest,
        salt: Salt,
        hash: Vec<u8>,
    },
    Pbkdf2 {
        digest: Digest,
        rounds: u32,
        salt: Vec<u8>,
        hash: Vec<u8>,
    },
    Scrypt {
        params: scrypt::Params,
        salt: Vec<u8>,
        hash: Vec<u8>,
    },
}

/// Bytes on one side of the password.
#[derive(Debug, Clone, Default)]
struct Salt {
    before: Vec<u8>,
    after: Vec<u8>,
}

impl Salt {
    fn around(&self, password: &[u8]) -> Vec<u8> {
        [&self.before, password, &self.after].concat()
    }
}

/// How the password becomes bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PasswordEncoding {
    Utf8,
    Utf16Le,
    /// The low byte of each UTF-16 unit, which is what `ascii`, `latin1` and `binary` mean where these hashes come from.
    Latin1,
}

impl PasswordEncoding {
    fn bytes(self, password: &str) -> Vec<u8> {
        match self {
            Self::Utf8 => password.as_bytes().to_vec(),
            Self::Utf16Le => password.encode_utf16().flat_map(u16::to_le_bytes).collect(),
            Self::Latin1 => password.encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect(),
        }
    }
}

impl ImportedPassword {
    /// Reads a `custom_password_hash` object and names everything that is wrong with it, or too costly to verify.
    pub fn parse(object: &JsonObject) -> Result<Self, Vec<Issue>> {
        parse::parse(object)
    }

    /// Reads what [`ImportedPassword::parse`] accepted before, as it is stored.
    pub fn from_stored(text: &str) -> Result<Self> {
        let object: JsonObject = serde_json::from_str(text).map_err(Error::internal)?;
        Self::parse(&object).map_err(|issues| {
            let words: Vec<_> = issues.into_iter().map(|i| format!("{}: {}", i.path, i.message)).collect();
            Error::Internal(format!("a stored imported password cannot be read: {}", words.join("; ")))
        })
    }

    /// Whether this is the password that was hashed. Takes up to a few seconds: not for a thread that serves requests.
    pub fn verify(&self, password: &str) -> bool {
        let bytes = self.encoding.bytes(password);
        let (hash, made) = match &self.algorithm {
            Algorithm::Argon2(phc) => {
                let parsed = PasswordHash::new(phc);
                return parsed.is_ok_and(|hash| Argon2::default().verify_password(&bytes, &hash).is_ok());
            }
            Algorithm::Bcrypt { hash, salt } => return bcrypt::verify(salt.around(&bytes), hash).unwrap_or(false),
            Algorithm::Hmac { digest, key, hash } => (hash, digest.hmac(key, &bytes)),
            Algorithm::Digest { digest, salt, hash } => (hash, digest.of(&salt.around(&bytes))),
            Algorithm::Pbkdf2 { digest, rounds, salt, hash } => {
                (hash, digest.pbkdf2(&bytes, salt, *rounds, hash.len()))
            }
            Algorithm::Scrypt { params, salt, hash } => {
                let mut made = vec![0; hash.len()];
                if scrypt::scrypt(&bytes, salt, params, &mut made).is_err() {
                    return false;
                }
                (hash, made)
            }
        };
        !hash.is_empty() && bool::from(hash.ct_eq(&made))
    }
}

#[cfg(test)]
mod tests;
