//! Signed tokens: RSA key pairs, JSON Web Tokens signed with RS256 (RFC 7519), and the public keys as a JWK (RFC 7517).

use super::token;
use crate::error::{Error, Result};
use base64::Engine;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use rcgen::{CertificateParams, DnType, KeyPair, PKCS_RSA_SHA256, RsaKeySize};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sha1::{Digest, Sha1};

/// A key pair that has just been made.
#[derive(Clone)]
pub struct NewKey {
    pub kid: String,
    /// Base64url, as a JWK writes them.
    pub modulus: String,
    pub exponent: String,
    /// PEM, signed by the key itself.
    pub certificate: String,
    /// PKCS #8 in PEM.
    pub private_key: String,
}

/// Makes an RSA key pair of 2048 bits and a certificate for a name. Takes a tenth of a second or so: not inside of a
/// transaction.
pub fn generate(name: &str) -> Result<NewKey> {
    let pair = KeyPair::generate_rsa_for(&PKCS_RSA_SHA256, RsaKeySize::_2048).map_err(Error::internal)?;
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name.push(DnType::CommonName, name);
    let certificate = parameters.self_signed(&pair).map_err(Error::internal)?.pem();
    let private_key = pair.serialize_pem();
    let encoding = EncodingKey::from_rsa_pem(private_key.as_bytes()).map_err(Error::internal)?;
    let jwk = Jwk::from_encoding_key(&encoding, Algorithm::RS256).map_err(Error::internal)?;
    let AlgorithmParameters::RSA(public) = jwk.algorithm else { return Err(Error::internal("no RSA key")) };
    let kid = token::hash(&public.n)[..24].to_owned();
    Ok(NewKey { kid, modulus: public.n, exponent: public.e, certificate, private_key })
}

/// What an access token says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    pub iss: String,
    pub sub: String,
    pub aud: Audience,
    /// Seconds since 1970.
    pub iat: i64,
    pub exp: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nbf: Option<i64>,
    /// Scopes between spaces.
    #[serde(default)]
    pub scope: String,
    /// How the token was come by, for example `client-credentials`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gty: Option<String>,
    /// The application it was given to.
    pub azp: String,
}

/// What an ID token says, as far as it is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IdClaims {
    pub iss: String,
    pub sub: String,
    pub aud: Audience,
    /// Seconds since 1970.
    pub exp: i64,
}

/// Whom a token is for: one or several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Audience {
    One(String),
    Several(Vec<String>),
}

impl Audience {
    /// Those it is for.
    pub fn all(&self) -> &[String] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Several(several) => several,
        }
    }
}

/// Signs claims with a private key (PEM).
pub fn sign(claims: &impl Serialize, kid: &str, private_key: &str) -> Result<String> {
    let key = EncodingKey::from_rsa_pem(private_key.as_bytes()).map_err(Error::internal)?;
    let header = Header { kid: Some(kid.to_owned()), ..Header::new(Algorithm::RS256) };
    jsonwebtoken::encode(&header, claims, &key).map_err(Error::internal)
}

/// Which key a token says it is signed with; none if it is no token signed with RS256.
pub fn kid(token: &str) -> Option<String> {
    let header = jsonwebtoken::decode_header(token).ok()?;
    header.kid.filter(|_| header.alg == Algorithm::RS256)
}

/// Why a token is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unsound {
    Signature,
    Claims,
}

/// The claims of a token whose signature is right. Its times, issuer and audience are for the caller to look at, who
/// has the clock.
pub fn verify<T: DeserializeOwned>(token: &str, modulus: &str, exponent: &str) -> Result<T, Unsound> {
    let key = DecodingKey::from_rsa_components(modulus, exponent).map_err(|_| Unsound::Signature)?;
    let mut validation = Validation::new(Algorithm::RS256);
    validation.validate_exp = false;
    validation.validate_nbf = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let decoded = jsonwebtoken::decode::<T>(token, &key, &validation);
    decoded.map(|decoded| decoded.claims).map_err(|error| match error.kind() {
        jsonwebtoken::errors::ErrorKind::Json(_) => Unsound::Claims,
        _ => Unsound::Signature,
    })
}

/// A public key as programs read it: a member of a key set.
#[derive(Debug, Clone, Serialize)]
pub struct PublicKey {
    pub kty: &'static str,
    #[serde(rename = "use")]
    pub purpose: &'static str,
    pub alg: &'static str,
    pub kid: String,
    pub n: String,
    pub e: String,
    pub x5t: String,
    pub x5c: Vec<String>,
}

impl PublicKey {
    /// Of a key and its certificate (PEM).
    pub fn of(kid: &str, modulus: &str, exponent: &str, certificate: &str) -> Self {
        let der = der(certificate);
        Self {
            kty: "RSA",
            purpose: "sig",
            alg: "RS256",
            kid: kid.to_owned(),
            n: modulus.to_owned(),
            e: exponent.to_owned(),
            x5t: URL_SAFE_NO_PAD.encode(Sha1::digest(&der)),
            x5c: vec![STANDARD.encode(der)],
        }
    }
}

/// The SHA-1 of a certificate (PEM), in upper-case hex: what programs know a certificate by.
pub fn thumbprint(certificate: &str) -> String {
    hex::encode_upper(Sha1::digest(der(certificate)))
}

/// The bytes inside of a PEM text.
fn der(pem: &str) -> Vec<u8> {
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn claims() -> Claims {
        Claims {
            iss: "https://a.example/".into(),
            sub: "one@clients".into(),
            aud: Audience::One("https://a.example/api/v2/".into()),
            iat: 1,
            exp: 2,
            nbf: None,
            scope: "read:users".into(),
            gty: None,
            azp: "one".into(),
        }
    }

    #[test]
    fn a_token_is_believed_with_its_own_key_and_as_it_was_written_only() {
        let (key, other) = (generate("acme").unwrap(), generate("acme").unwrap());
        let token = sign(&claims(), &key.kid, &key.private_key).unwrap();
        assert_eq!(kid(&token).as_deref(), Some(key.kid.as_str()));
        assert_eq!(verify::<Claims>(&token, &key.modulus, &key.exponent).unwrap(), claims());
        assert_eq!(verify::<Claims>(&token, &other.modulus, &other.exponent), Err(Unsound::Signature));

        let parts: Vec<&str> = token.split('.').collect();
        let more = Claims { scope: "read:users delete:users".into(), ..claims() };
        let body = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&more).unwrap());
        let forged = [parts[0], &body, parts[2]].join(".");
        assert_eq!(verify::<Claims>(&forged, &key.modulus, &key.exponent), Err(Unsound::Signature));

        let none = URL_SAFE_NO_PAD.encode(format!(r#"{{"alg":"none","kid":"{}"}}"#, key.kid));
        let unsigned = format!("{none}.{body}.");
        assert_eq!(kid(&unsigned), None);
        // The public key as the secret of a symmetric signature: the classic confusion.
        let header = Header { kid: Some(key.kid.clone()), ..Header::new(Algorithm::HS256) };
        let secret = EncodingKey::from_secret(key.modulus.as_bytes());
        let confused = jsonwebtoken::encode(&header, &claims(), &secret).unwrap();
        assert_eq!(kid(&confused), None);
        assert_eq!(verify::<Claims>(&confused, &key.modulus, &key.exponent), Err(Unsound::Signature));
    }

    #[test]
    fn a_public_key_carries_its_certificate() {
        let key = generate("acme").unwrap();
        let public = PublicKey::of(&key.kid, &key.modulus, &key.exponent, &key.certificate);
        assert_eq!(public.x5c.len(), 1);
        assert!(public.x5c[0].len() > 800 && public.x5t.len() == 27, "{public:?}");
        assert_eq!(public.e, "AQAB");
    }
}
