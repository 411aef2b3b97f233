//! Known answers: from RFC 1320, 1321, 2202, 2286, 4231, 6070 and 7914, FIPS 180, ISO 10118-3, and the test suites of the
//! argon2 and bcrypt reference implementations.

use super::ImportedPassword;
use crate::model::import::IssueCode;
use serde_json::{Value, json};

fn verifies(password: &str, object: &Value) -> bool {
    let parsed = ImportedPassword::parse(object.as_object().unwrap()).unwrap_or_else(|e| panic!("{object}: {e:?}"));
    assert!(!parsed.verify(&format!("{password}x")), "{object} takes any password");
    parsed.verify(password)
}

fn issues(object: &Value) -> Vec<(IssueCode, String)> {
    let found = ImportedPassword::parse(object.as_object().unwrap()).expect_err("this should be refused");
    found.into_iter().map(|issue| (issue.code, issue.path)).collect()
}

fn refused(object: &Value, code: IssueCode, path: &str) {
    assert_eq!(issues(object), [(code, format!("custom_password_hash.{path}"))], "{object}");
}

fn text(algorithm: &str, value: &str) -> Value {
    json!({ "algorithm": algorithm, "hash": { "value": value, "encoding": "utf8" } })
}

fn hex(algorithm: &str, value: &str) -> Value {
    json!({ "algorithm": algorithm, "hash": { "value": value, "encoding": "hex" } })
}

const ARGON2: &str = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
const BCRYPT: &str = "$2a$06$m0CrhHm10qJ3lXRY.5zDGO3rS2KdeeWLuGmsfGlMfOxih58VYVfxe";

#[test]
fn argon2_and_bcrypt() {
    assert!(verifies("password", &text("argon2", ARGON2)));
    assert!(verifies("a", &text("bcrypt", BCRYPT)));
    assert!(verifies("a", &text("bcrypt", &BCRYPT.replace("$2a$", "$2b$"))));
    assert!(verifies("a", &text("bcrypt", &BCRYPT.replace("$2a$", "$2y$"))));
    let salted = |position: &str| {
        json!({ "algorithm": "bcrypt", "hash": { "value": "$2a$06$.rCVZVOThsIa97pEDOxvGuRRgzG64bvtJ0938xuqzv18d3ZpQhstC" },
            "salt": { "value": if position == "prefix" { "abc" } else { "xyz" }, "position": position } })
    };
    assert!(verifies("defghijklmnopqrstuvwxyz", &salted("prefix")));
    assert!(verifies("abcdefghijklmnopqrstuvw", &salted("suffix")));
}

#[test]
fn plain_digests_in_hex_and_base64() {
    assert!(verifies("abc", &hex("md4", "A448017AAF21D8525FC10AE87AA6729D")));
    assert!(verifies("abc", &hex("md5", "900150983cd24fb0d6963f7d28e17f72")));
    assert!(verifies("abc", &hex("sha1", "a9993e364706816aba3e25717850c26c9cd0d89d")));
    let sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert!(verifies("abc", &hex("sha256", sha256)));
    for value in ["ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=", "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0"] {
        assert!(verifies("abc", &json!({ "algorithm": "sha256", "hash": { "value": value, "encoding": "base64" } })));
    }
    let sha512 = "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a\
                  2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f";
    assert!(verifies("abc", &hex("sha512", sha512)));
}

#[test]
fn the_salt_stands_where_it_is_said_to() {
    let sha1 = "a9993e364706816aba3e25717850c26c9cd0d89d";
    let salted =
        |salt: Value| json!({ "algorithm": "sha1", "hash": { "value": sha1, "encoding": "hex" }, "salt": salt });
    assert!(verifies("bc", &salted(json!({ "value": "a" }))));
    assert!(verifies("bc", &salted(json!({ "value": "61", "encoding": "hex", "position": "prefix" }))));
    assert!(verifies("ab", &salted(json!({ "value": "Yw==", "encoding": "base64", "position": "suffix" }))));
    let wrong_side = salted(json!({ "value": "c", "position": "prefix" }));
    assert!(!verifies("ab", &wrong_side));
}

#[test]
fn keyed_digests() {
    let keyed = |digest: &str, key: &str, hash: &str| {
        json!({ "algorithm": "hmac",
            "hash": { "value": hash, "encoding": "hex", "digest": digest, "key": { "value": key, "encoding": "utf8" } } })
    };
    let said = "what do ya want for nothing?";
    for (digest, hash) in [
        ("md5", "750c783e6ab0b503eaa86e310a5db738"),
        ("ripemd160", "dda6c0213a485a9e24f4742064a7f033b43c4069"),
        ("sha1", "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79"),
        ("sha224", "a30e01098bc6dbbf45690f3a7e9e6d0f8bbea2a39e6148008fd05e44"),
        ("sha256", "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"),
        ("sha384", "af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e8e2240ca5e69e2c78b3239ecfab21649"),
        (
            "sha512",
            "164b7a7bfcf819e2e395fbe73b56e0a387bd64222e831fd610270cd7ea2505549758bf75c05a994a6d034f65f8f0e6fdcaeab1a34d4a6b4b636e070a38bce737",
        ),
    ] {
        assert!(verifies(said, &keyed(digest, "Jefe", hash)), "{digest}");
    }
    let in_hex = json!({ "algorithm": "hmac", "hash": { "value": "750c783e6ab0b503eaa86e310a5db738", "encoding": "hex",
        "digest": "md5", "key": { "value": "4a656665", "encoding": "hex" } } });
    assert!(verifies(said, &in_hex));
}

#[test]
fn every_digest_has_its_known_answer() {
    use super::Digest;
    assert_eq!(hex::encode(Digest::Ripemd160.of(b"abc")), "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc");
    assert_eq!(hex::encode(Digest::Sha224.of(b"abc")), "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
    assert!(hex::encode(Digest::Sha384.of(b"abc")).starts_with("cb00753f45a35e8bb5a03d699ac65007272c32ab0eded163"));
    assert!(hex::encode(Digest::Whirlpool.of(b"abc")).starts_with("4e2448a4c6f486bb16b6562c73b4020bf3043e3a731bce72"));
    for word in Digest::words() {
        let digest = Digest::parse(word).unwrap();
        assert_eq!(digest.of(b"x").len(), digest.length(), "{word}");
        // RFC 2104, spelled out: blocks are 128 bytes for the two long SHA-2, else 64.
        let block = if matches!(digest, Digest::Sha384 | Digest::Sha512) { 128 } else { 64 };
        let pad = |byte: u8| (0..block).map(|i| b"Jefe".get(i).copied().unwrap_or(0) ^ byte).collect::<Vec<u8>>();
        let inner = digest.of(&[pad(0x36), b"said".to_vec()].concat());
        assert_eq!(digest.hmac(b"Jefe", b"said"), digest.of(&[pad(0x5c), inner].concat()), "{word}");
        // RFC 8018 with two rounds is the sum of two keyed digests.
        let first = digest.hmac(b"Jefe", b"salt\0\0\0\x01");
        let second = digest.hmac(b"Jefe", &first);
        let sum: Vec<u8> = first.iter().zip(&second).map(|(a, b)| a ^ b).collect();
        assert_eq!(digest.pbkdf2(b"Jefe", b"salt", 2, digest.length()), sum, "{word}");
    }
}

#[test]
fn pbkdf2_and_scrypt() {
    // RFC 6070, "password" and "salt": 4096 rounds; RFC 7914, section 11, "passwd" and "salt": one round to 64 bytes.
    assert!(verifies("password", &text("pbkdf2", "$pbkdf2-sha1$i=4096,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE")));
    let long = "$pbkdf2-sha256$i=1$c2FsdA$VawEblbjCJ/sFpHCJUS2BflBhSFt3gRl5oudV8INrLxJypzM8Xm2RZkWZLOdd+8xfHG4RbHjC9UJESBB06GXgw";
    assert!(verifies("passwd", &text("pbkdf2", long)));
    let object = json!({ "algorithm": "scrypt", "keylen": 64, "cost": 1024, "blockSize": 8, "parallelization": 16,
        "hash": { "encoding": "hex", "value": "fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b3731622eaf30d92e22a3886ff109279d9830dac727afb94a83ee6d8360cbdfa2cc0640" },
        "salt": { "value": "NaCl" } });
    assert!(verifies("password", &object));
    let defaults = json!({ "algorithm": "scrypt", "keylen": 64, "cost": 16384,
        "hash": { "encoding": "hex", "value": "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2d5432955613f0fcf62d49705242a9af9e61e85dc0d651e40dfcf017b45575887" },
        "salt": { "value": "SodiumChloride" } });
    assert!(verifies("pleaseletmein", &defaults));
}

#[test]
fn ldap_values() {
    assert!(verifies("abc", &text("ldap", "{SHA}qZk+NkcGgWq6PiVxeFDCbJzQ2J0=")));
    assert!(verifies("abc", &text("ldap", "{md5}kAFQmDzST7DWlj99KOF/cg==")));
    // The digest of "abc", taken as the digest of "ab" salted with "c".
    assert!(verifies("ab", &text("ldap", "{SSHA}qZk+NkcGgWq6PiVxeFDCbJzQ2J1j")));
    assert!(verifies("ab", &text("ldap", "{SMD5}kAFQmDzST7DWlj99KOF/cmM=")));
    for bad in ["{CRYPT}$1$abc", "{SHA}qZk+", "qZk+NkcGgWq6PiVxeFDCbJzQ2J0=", "{SSHA}qZk+NkcGgWq6PiVxeFDCbJzQ2J0="] {
        refused(&text("ldap", bad), IssueCode::Pattern, "hash.value");
    }
}

#[test]
fn passwords_become_bytes_as_they_did_elsewhere() {
    use super::Digest;
    let object = |encoding: &str, bytes: &[u8]| {
        json!({ "algorithm": "md5", "hash": { "value": hex::encode(Digest::Md5.of(bytes)), "encoding": "hex" },
            "password": { "encoding": encoding } })
    };
    assert!(verifies("pä€", &object("utf8", "pä€".as_bytes())));
    assert!(verifies("pä€", &object("utf16le", b"p\0\xe4\0\xac\x20")));
    assert!(verifies("pä€", &object("ucs2", b"p\0\xe4\0\xac\x20")));
    for word in ["latin1", "binary", "ascii"] {
        assert!(verifies("pä€", &object(word, b"p\xe4\xac")), "{word}");
    }
}

#[test]
fn what_is_not_of_the_schema_is_named() {
    refused(&json!({}), IssueCode::ObjectRequired, "algorithm");
    refused(&text("rot13", "x"), IssueCode::EnumMismatch, "algorithm");
    refused(&json!({ "algorithm": "md5" }), IssueCode::ObjectRequired, "hash");
    refused(&json!({ "algorithm": "md5", "hash": "x" }), IssueCode::InvalidType, "hash");
    refused(&hex("md5", "9001"), IssueCode::NotPassed, "hash.value");
    refused(&hex("md5", "zz"), IssueCode::Format, "hash.value");
    refused(&text("argon2", "$argon2id$v=19$nonsense"), IssueCode::Pattern, "hash.value");
    refused(&text("argon2", "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ"), IssueCode::Pattern, "hash.value");
    refused(&text("bcrypt", &BCRYPT.replace("$2a$", "$2x$")), IssueCode::Pattern, "hash.value");
    refused(&text("pbkdf2", "$pbkdf2-sha1$i=1,l=20$c2FsdA$SwB5"), IssueCode::Pattern, "hash.value");
    let extra = json!({ "algorithm": "bcrypt", "hash": { "value": BCRYPT }, "rounds": 4 });
    refused(&extra, IssueCode::NotPassed, "rounds");
    let salted = json!({ "algorithm": "argon2", "hash": { "value": ARGON2 }, "salt": { "value": "x" } });
    refused(&salted, IssueCode::NotPassed, "salt");
    let in_base64 = json!({ "algorithm": "bcrypt", "hash": { "value": BCRYPT, "encoding": "base64" } });
    refused(&in_base64, IssueCode::EnumMismatch, "hash.encoding");
    let keyless = json!({ "algorithm": "hmac", "hash": { "value": "00", "encoding": "hex", "digest": "md5" } });
    assert_eq!(issues(&keyless)[0], (IssueCode::ObjectRequired, "custom_password_hash.hash.key".into()));
}

#[test]
fn what_costs_too_much_to_verify_is_refused() {
    let costly = "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
    refused(&text("argon2", costly), IssueCode::Maximum, "hash.value");
    refused(&text("argon2", &ARGON2.replace("t=2", "t=4000000")), IssueCode::Maximum, "hash.value");
    refused(&text("bcrypt", &BCRYPT.replace("$06$", "$31$")), IssueCode::Maximum, "hash.value");
    let rounds = "$pbkdf2-sha1$i=4000000000,l=20$c2FsdA$SwB5AbdlSJq+rUnZJvch0GWkKcE";
    refused(&text("pbkdf2", rounds), IssueCode::Maximum, "hash.value");
    let scrypt = |key: &str, value: u64| {
        let mut object =
            json!({ "algorithm": "scrypt", "keylen": 4, "hash": { "value": "00112233", "encoding": "hex" } });
        object[key] = value.into();
        object
    };
    refused(&scrypt("cost", 1 << 40), IssueCode::Maximum, "cost");
    refused(&scrypt("cost", 1000), IssueCode::NotPassed, "cost");
    refused(&scrypt("blockSize", 1 << 40), IssueCode::Maximum, "cost");
    refused(&scrypt("parallelization", 1 << 30), IssueCode::Maximum, "parallelization");
    refused(&scrypt("keylen", 1 << 20), IssueCode::Maximum, "keylen");
}

proptest::proptest! {
    #[test]
    fn no_hash_text_ends_the_process(value in ".{0,80}", algorithm in 0_usize..11, encoding in 0_usize..3) {
        let names = ["argon2", "bcrypt", "hmac", "ldap", "md4", "md5", "sha1", "sha256", "sha512", "pbkdf2", "scrypt"];
        let encoding = ["hex", "base64", "utf8"][encoding];
        let object = json!({ "algorithm": names[algorithm], "hash": { "value": value, "encoding": encoding } });
        let _ = ImportedPassword::parse(object.as_object().unwrap());
    }
}
