//! The hash functions that other systems have kept passwords with, by name.

use hmac::{Hmac, Mac, SimpleHmac};
use md4::Md4;
use md5::Md5;
use pbkdf2::pbkdf2_hmac;
use ripemd::Ripemd160;
use sha1::Sha1;
use sha2::digest::{Digest as _, OutputSizeUser};
use sha2::{Sha224, Sha256, Sha384, Sha512};
use whirlpool::Whirlpool;

/// A hash function.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Digest {
    Md4,
    Md5,
    Ripemd160,
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
    Whirlpool,
}

impl Digest {
    const ALL: [(&'static str, Self); 9] = [
        ("md4", Self::Md4),
        ("md5", Self::Md5),
        ("ripemd160", Self::Ripemd160),
        ("sha1", Self::Sha1),
        ("sha224", Self::Sha224),
        ("sha256", Self::Sha256),
        ("sha384", Self::Sha384),
        ("sha512", Self::Sha512),
        ("whirlpool", Self::Whirlpool),
    ];

    /// The words it is chosen by.
    pub fn words() -> Vec<&'static str> {
        Self::ALL.iter().map(|(word, _)| *word).collect()
    }

    /// Reads a word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(word, _)| *word == text).map(|(_, digest)| *digest)
    }

    /// How many bytes it answers with.
    pub fn length(self) -> usize {
        match self {
            Self::Md4 => size::<Md4>(),
            Self::Md5 => size::<Md5>(),
            Self::Ripemd160 => size::<Ripemd160>(),
            Self::Sha1 => size::<Sha1>(),
            Self::Sha224 => size::<Sha224>(),
            Self::Sha256 => size::<Sha256>(),
            Self::Sha384 => size::<Sha384>(),
            Self::Sha512 => size::<Sha512>(),
            Self::Whirlpool => size::<Whirlpool>(),
        }
    }

    /// The digest of these bytes.
    pub fn of(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Md4 => Md4::digest(bytes).to_vec(),
            Self::Md5 => Md5::digest(bytes).to_vec(),
            Self::Ripemd160 => Ripemd160::digest(bytes).to_vec(),
            Self::Sha1 => Sha1::digest(bytes).to_vec(),
            Self::Sha224 => Sha224::digest(bytes).to_vec(),
            Self::Sha256 => Sha256::digest(bytes).to_vec(),
            Self::Sha384 => Sha384::digest(bytes).to_vec(),
            Self::Sha512 => Sha512::digest(bytes).to_vec(),
            Self::Whirlpool => Whirlpool::digest(bytes).to_vec(),
        }
    }

    /// The keyed digest (RFC 2104) of these bytes.
    pub fn hmac(self, key: &[u8], bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Md4 => mac::<Hmac<Md4>>(key, bytes),
            Self::Md5 => mac::<Hmac<Md5>>(key, bytes),
            Self::Ripemd160 => mac::<Hmac<Ripemd160>>(key, bytes),
            Self::Sha1 => mac::<Hmac<Sha1>>(key, bytes),
            Self::Sha224 => mac::<Hmac<Sha224>>(key, bytes),
            Self::Sha256 => mac::<Hmac<Sha256>>(key, bytes),
            Self::Sha384 => mac::<Hmac<Sha384>>(key, bytes),
            Self::Sha512 => mac::<Hmac<Sha512>>(key, bytes),
            Self::Whirlpool => mac::<SimpleHmac<Whirlpool>>(key, bytes),
        }
    }

    /// PBKDF2 (RFC 8018) with the keyed digest, to so many bytes.
    pub fn pbkdf2(self, password: &[u8], salt: &[u8], rounds: u32, length: usize) -> Vec<u8> {
        let mut out = vec![0; length];
        match self {
            Self::Md4 => pbkdf2_hmac::<Md4>(password, salt, rounds, &mut out),
            Self::Md5 => pbkdf2_hmac::<Md5>(password, salt, rounds, &mut out),
            Self::Ripemd160 => pbkdf2_hmac::<Ripemd160>(password, salt, rounds, &mut out),
            Self::Sha1 => pbkdf2_hmac::<Sha1>(password, salt, rounds, &mut out),
            Self::Sha224 => pbkdf2_hmac::<Sha224>(password, salt, rounds, &mut out),
            Self::Sha256 => pbkdf2_hmac::<Sha256>(password, salt, rounds, &mut out),
            Self::Sha384 => pbkdf2_hmac::<Sha384>(password, salt, rounds, &mut out),
            Self::Sha512 => pbkdf2_hmac::<Sha512>(password, salt, rounds, &mut out),
            Self::Whirlpool => pbkdf2_hmac::<Whirlpool>(password, salt, rounds, &mut out),
        }
        out
    }
}

fn size<D: OutputSizeUser>() -> usize {
    D::output_size()
}

/// A key of any length makes a code; the error type is there for functions that are not HMAC.
fn mac<M: Mac + hmac::digest::KeyInit>(key: &[u8], bytes: &[u8]) -> Vec<u8> {
    let Ok(mut mac) = <M as Mac>::new_from_slice(key) else { return Vec::new() };
    mac.update(bytes);
    mac.finalize().into_bytes().to_vec()
}
