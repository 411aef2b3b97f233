//! Reading a `custom_password_hash` object, and refusing what would cost too much to verify.

use super::digest::Digest;
use super::{Algorithm, ImportedPassword, PasswordEncoding, Salt};
use crate::model::JsonObject;
use crate::model::import::{Fields, Issue, IssueCode};
use argon2::Params;
use argon2::password_hash::PasswordHash;
use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

/// Longest text of a hash, salt or key, in characters.
const TEXT_MAX: usize = 4_096;
/// Highest cost of bcrypt: about two seconds.
const BCRYPT_COST_MAX: u32 = 15;
/// Most memory of argon2 and scrypt, in KiB: 128 MiB.
const MEMORY_MAX: u64 = 128 * 1024;
/// Most work of argon2, in KiB times passes, and of scrypt, in KiB times parallelization.
const WORK_MAX: u64 = 8 * MEMORY_MAX;
/// Most rounds of PBKDF2, counted for each block of its digest.
const ROUNDS_MAX: u64 = 4_000_000;
/// Longest output of scrypt and PBKDF2, in bytes.
const LENGTH_MAX: usize = 1_024;

const ALGORITHMS: [&str; 11] =
    ["argon2", "bcrypt", "hmac", "ldap", "md4", "md5", "sha1", "sha256", "sha512", "pbkdf2", "scrypt"];

const KEYS: [&str; 8] = ["algorithm", "hash", "salt", "password", "keylen", "cost", "blockSize", "parallelization"];

pub(super) fn parse(object: &JsonObject) -> Result<ImportedPassword, Vec<Issue>> {
    let mut fields = Fields::new("custom_password_hash", object);
    fields.only(&KEYS);
    let Some(name) = fields.required_text("algorithm") else { return Err(fields.into_issues()) };
    if !ALGORITHMS.contains(&name) {
        fields.one_of("algorithm", name, &ALGORITHMS);
        return Err(fields.into_issues());
    }
    let mut reading = Reading { fields, hash: Fields::default(), issues: Vec::new() };
    reading.hash = reading.part("hash", &["value", "encoding", "digest", "key"], true);
    let encoding = reading.password_encoding();
    let algorithm = reading.algorithm(name);
    let mut issues = reading.fields.into_issues();
    issues.extend(reading.hash.into_issues());
    issues.extend(reading.issues);
    match algorithm {
        Some(algorithm) if issues.is_empty() => Ok(ImportedPassword { algorithm, encoding }),
        _ => Err(issues),
    }
}

struct Reading<'a> {
    fields: Fields<'a>,
    hash: Fields<'a>,
    /// Of the other parts.
    issues: Vec<Issue>,
}

impl<'a> Reading<'a> {
    fn part(&mut self, key: &str, keys: &[&str], needed: bool) -> Fields<'a> {
        let mut part = self.fields.object(key, needed);
        part.only(keys);
        part
    }

    fn issue(&mut self, code: IssueCode, path: &str, message: impl Into<String>) {
        self.issues.push(Issue::new(code, format!("custom_password_hash.{path}"), message));
    }

    fn password_encoding(&mut self) -> PasswordEncoding {
        let mut part = self.part("password", &["encoding"], false);
        let words = ["ascii", "utf8", "utf16le", "ucs2", "latin1", "binary"];
        let word = part.text("encoding").unwrap_or("utf8");
        part.one_of("encoding", word, &words);
        self.issues.extend(part.into_issues());
        match word {
            "utf16le" | "ucs2" => PasswordEncoding::Utf16Le,
            "ascii" | "latin1" | "binary" => PasswordEncoding::Latin1,
            _ => PasswordEncoding::Utf8,
        }
    }

    fn algorithm(&mut self, name: &str) -> Option<Algorithm> {
        match name {
            "argon2" => self.argon2(),
            "bcrypt" => self.bcrypt(),
            "hmac" => self.hmac(),
            "ldap" => self.ldap(),
            "pbkdf2" => self.pbkdf2(),
            "scrypt" => self.scrypt(),
            _ => self.digest(Digest::parse(name)?),
        }
    }

    fn argon2(&mut self) -> Option<Algorithm> {
        self.no_salt();
        let text = self.text_hash()?;
        let readable =
            PasswordHash::new(text).ok().filter(|h| h.algorithm.as_str().starts_with("argon2") && h.hash.is_some());
        let params = readable.and_then(|hash| Params::try_from(&hash).ok());
        let Some(params) = params else {
            let words = "This is not an argon2 string such as $argon2id$v=19$m=19456,t=2,p=1$salt$hash.";
            self.issue(IssueCode::Pattern, "hash.value", words);
            return None;
        };
        self.bound("hash.value", "memory in KiB", u64::from(params.m_cost()), MEMORY_MAX)?;
        let work = u64::from(params.m_cost()) * u64::from(params.t_cost());
        self.bound("hash.value", "memory in KiB times passes", work, WORK_MAX)?;
        Some(Algorithm::Argon2(text.to_owned()))
    }

    fn bcrypt(&mut self) -> Option<Algorithm> {
        let salt = self.salt()?;
        let text = self.text_hash()?;
        let parts = text.parse::<bcrypt::HashParts>().ok();
        let known = ["$2a$", "$2b$", "$2y$"].iter().any(|version| text.starts_with(version));
        let Some(parts) = parts.filter(|_| known && text.len() == 60) else {
            let words = "This is not a bcrypt hash of 60 characters that begins with $2a$, $2b$ or $2y$.";
            self.issue(IssueCode::Pattern, "hash.value", words);
            return None;
        };
        self.bound("hash.value", "bcrypt cost", u64::from(parts.get_cost()), u64::from(BCRYPT_COST_MAX))?;
        Some(Algorithm::Bcrypt { hash: text.to_owned(), salt })
    }

    fn hmac(&mut self) -> Option<Algorithm> {
        self.no_salt();
        let word = self.hash.required_text("digest");
        if let Some(word) = word {
            self.hash.one_of("digest", word, &Digest::words());
        }
        let mut part = self.hash.object("key", true);
        part.only(&["value", "encoding"]);
        let encoding = part.text("encoding").unwrap_or("utf8");
        part.one_of("encoding", encoding, &["base64", "hex", "utf8"]);
        let key = part.required_text("value").and_then(|text| decoded(&mut part, "value", text, encoding));
        self.issues.extend(part.into_issues());
        let hash = self.binary_hash();
        let digest = word.and_then(Digest::parse)?;
        let hash = self.exactly(hash?, digest.length())?;
        Some(Algorithm::Hmac { digest, key: key?, hash })
    }

    fn ldap(&mut self) -> Option<Algorithm> {
        self.no_salt();
        let text = self.text_hash()?;
        let read = || {
            let (scheme, encoded) = text.strip_prefix('{')?.split_once('}')?;
            let scheme = scheme.to_ascii_lowercase();
            let salted = scheme.starts_with("ss") || scheme == "smd5";
            let name = if salted { &scheme[1..] } else { scheme.as_str() };
            let digest = Digest::parse(if name == "sha" { "sha1" } else { name })?;
            let known = matches!(name, "md5" | "sha" | "sha256" | "sha384" | "sha512");
            let mut bytes = BASE64.decode(encoded).ok()?;
            let fits = if salted { bytes.len() > digest.length() } else { bytes.len() == digest.length() };
            let salt = (known && fits).then(|| bytes.split_off(digest.length()))?;
            Some(Algorithm::Digest { digest, salt: Salt { before: Vec::new(), after: salt }, hash: bytes })
        };
        let found = read();
        if found.is_none() {
            let words = "This is not {SCHEME}base64 with one of MD5, SMD5, SHA, SSHA, SHA256, SSHA256, SHA384, SSHA384, SHA512 and SSHA512.";
            self.issue(IssueCode::Pattern, "hash.value", words);
        }
        found
    }

    fn digest(&mut self, digest: Digest) -> Option<Algorithm> {
        let salt = self.salt();
        let hash = self.binary_hash()?;
        let hash = self.exactly(hash, digest.length())?;
        Some(Algorithm::Digest { digest, salt: salt?, hash })
    }

    fn pbkdf2(&mut self) -> Option<Algorithm> {
        self.no_salt();
        let text = self.text_hash()?;
        let Some((digest, rounds, length, salt, hash)) = pbkdf2_parts(text) else {
            let words =
                "This is not a string such as $pbkdf2-sha256$i=100000,l=32$salt$hash, in base64 without padding.";
            self.issue(IssueCode::Pattern, "hash.value", words);
            return None;
        };
        if hash.len() != length {
            let words = format!("The hash has {} bytes, and l says {length}.", hash.len());
            self.issue(IssueCode::Pattern, "hash.value", words);
            return None;
        }
        self.bound("hash.value", "length in bytes", hash.len() as u64, LENGTH_MAX as u64)?;
        let blocks = hash.len().div_ceil(digest.length()) as u64;
        self.bound("hash.value", "rounds for each block", u64::from(rounds) * blocks, ROUNDS_MAX)?;
        Some(Algorithm::Pbkdf2 { digest, rounds, salt, hash })
    }

    fn scrypt(&mut self) -> Option<Algorithm> {
        let salt = self.salt();
        let hash = self.binary_hash();
        let length = self.fields.number("keylen", None);
        let cost = self.fields.number("cost", Some(16_384));
        let block_size = self.fields.number("blockSize", Some(8));
        let lanes = self.fields.number("parallelization", Some(1));
        let (length, cost, block_size, lanes) = (length?, cost?, block_size?, lanes?);
        if !cost.is_power_of_two() || cost < 2 {
            self.issue(IssueCode::NotPassed, "cost", "The cost is a power of two greater than 1.");
            return None;
        }
        self.bound("keylen", "length in bytes", length, LENGTH_MAX as u64)?;
        let memory = cost.saturating_mul(block_size).saturating_mul(128).div_ceil(1024);
        self.bound("cost", "memory in KiB (cost times block size)", memory, MEMORY_MAX)?;
        self.bound("parallelization", "memory in KiB times parallelization", memory.saturating_mul(lanes), WORK_MAX)?;
        let (r, p) = (u32::try_from(block_size).ok()?, u32::try_from(lanes).ok()?);
        let log_n = u8::try_from(cost.trailing_zeros()).ok()?;
        let Ok(params) = scrypt::Params::new(log_n, r, p, scrypt::Params::RECOMMENDED_LEN) else {
            self.issue(IssueCode::NotPassed, "cost", "These numbers do not go together.");
            return None;
        };
        let hash = self.exactly(hash?, usize::try_from(length).ok()?)?;
        let salt = salt?;
        Some(Algorithm::Scrypt { params, salt: [salt.before, salt.after].concat(), hash })
    }

    /// The value of a hash that is a text of its own form.
    fn text_hash(&mut self) -> Option<&'a str> {
        let encoding = self.hash.text("encoding").unwrap_or("utf8");
        self.hash.one_of("encoding", encoding, &["utf8"]);
        let text = self.hash.required_text("value")?;
        self.hash.at_most("value", text, TEXT_MAX).then_some(text)
    }

    /// The bytes of a hash that is written in hex or base64.
    fn binary_hash(&mut self) -> Option<Vec<u8>> {
        let encoding = self.hash.required_text("encoding")?;
        if !self.hash.one_of("encoding", encoding, &["base64", "hex"]) {
            return None;
        }
        let text = self.hash.required_text("value")?;
        decoded(&mut self.hash, "value", text, encoding)
    }

    fn exactly(&mut self, hash: Vec<u8>, length: usize) -> Option<Vec<u8>> {
        if hash.len() == length && length > 0 {
            return Some(hash);
        }
        let words = format!("The hash has {} bytes, and this algorithm makes {length}.", hash.len());
        self.issue(IssueCode::NotPassed, "hash.value", words);
        None
    }

    fn salt(&mut self) -> Option<Salt> {
        let mut part = self.part("salt", &["value", "encoding", "position"], false);
        if part.is_absent() {
            return Some(Salt::default());
        }
        let encoding = part.text("encoding").unwrap_or("utf8");
        part.one_of("encoding", encoding, &["base64", "hex", "utf8"]);
        let position = part.text("position").unwrap_or("prefix");
        part.one_of("position", position, &["prefix", "suffix"]);
        let bytes = part.required_text("value").and_then(|text| decoded(&mut part, "value", text, encoding));
        self.issues.extend(part.into_issues());
        let bytes = bytes?;
        Some(match position {
            "suffix" => Salt { before: Vec::new(), after: bytes },
            _ => Salt { before: bytes, after: Vec::new() },
        })
    }

    fn no_salt(&mut self) {
        if !self.fields.object("salt", false).is_absent() {
            self.issue(IssueCode::NotPassed, "salt", "The hash of this algorithm holds its own salt; leave this out.");
        }
    }

    fn bound(&mut self, path: &str, what: &str, value: u64, most: u64) -> Option<()> {
        if value <= most {
            return Some(());
        }
        let words = format!("Verifying this would take too long: {what} is {value}, and at most {most} is accepted.");
        self.issue(IssueCode::Maximum, path, words);
        None
    }
}

fn decoded(part: &mut Fields, key: &str, text: &str, encoding: &str) -> Option<Vec<u8>> {
    if !part.at_most(key, text, TEXT_MAX) {
        return None;
    }
    let bytes = match encoding {
        "hex" => hex::decode(text).ok(),
        "base64" => from_base64(text),
        _ => Some(text.as_bytes().to_vec()),
    };
    if bytes.is_none() {
        part.issue(IssueCode::Format, key, format!("This is not {encoding}."));
    }
    bytes
}

/// Either alphabet, with padding or without.
fn from_base64(text: &str) -> Option<Vec<u8>> {
    BASE64.decode(text.replace('-', "+").replace('_', "/")).ok()
}

/// Digest, rounds, length, salt and hash.
type Pbkdf2 = (Digest, u32, usize, Vec<u8>, Vec<u8>);

fn pbkdf2_parts(text: &str) -> Option<Pbkdf2> {
    let parts: Vec<&str> = text.strip_prefix("$pbkdf2-")?.split('$').collect();
    let (name, params, salt, hash) = match parts.as_slice() {
        [name, salt, hash] => (name, "", salt, hash),
        [name, params, salt, hash] => (name, *params, salt, hash),
        _ => return None,
    };
    let (mut rounds, mut length) = (100_000, 64);
    for param in params.split(',').filter(|p| !p.is_empty()) {
        match param.split_once('=')? {
            ("i", value) => rounds = value.parse().ok().filter(|n| *n > 0)?,
            ("l", value) => length = value.parse().ok()?,
            _ => return None,
        }
    }
    let hash = from_base64(hash).filter(|h| !h.is_empty())?;
    Some((Digest::parse(name)?, rounds, length, from_base64(salt)?, hash))
}
