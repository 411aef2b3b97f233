//! Certificates for a machine of one's own: a small authority, made once, and certificates it signs for https.

use crate::error::{Error, Result};
use crate::model::Timestamp;
use chrono::{Datelike, TimeDelta};
use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};

/// Who signs.
const AUTHORITY: &str = "Gatehouse on this machine";
/// How many days an authority and a certificate are good.
const YEARS_OF_AUTHORITY: i64 = 3_650;
const DAYS_OF_CERTIFICATE: i64 = 397;

/// A certificate and its private key, in PEM.
pub struct Pair {
    pub certificate: String,
    pub private_key: String,
}

/// Makes an authority.
pub fn authority(now: Timestamp) -> Result<Pair> {
    let key = KeyPair::generate().map_err(Error::internal)?;
    let certificate = of_authority(now).self_signed(&key).map_err(Error::internal)?.pem();
    Ok(Pair { certificate, private_key: key.serialize_pem() })
}

/// A certificate for names and addresses, signed by an authority whose private key this is.
pub fn signed_by(authority_key: &str, names: Vec<String>, now: Timestamp) -> Result<Pair> {
    let authority_key = KeyPair::from_pem(authority_key).map_err(Error::internal)?;
    let issuer = Issuer::new(of_authority(now), authority_key);
    let key = KeyPair::generate().map_err(Error::internal)?;
    let mut parameters = CertificateParams::new(names).map_err(Error::internal)?;
    parameters.distinguished_name.push(DnType::CommonName, "Gatehouse");
    parameters.use_authority_key_identifier_extension = true;
    parameters.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    parameters.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    valid_until(&mut parameters, now, DAYS_OF_CERTIFICATE);
    let certificate = parameters.signed_by(&key, &issuer).map_err(Error::internal)?.pem();
    Ok(Pair { certificate, private_key: key.serialize_pem() })
}

fn of_authority(now: Timestamp) -> CertificateParams {
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name.push(DnType::CommonName, AUTHORITY);
    parameters.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    parameters.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    valid_until(&mut parameters, now, YEARS_OF_AUTHORITY);
    parameters
}

/// From a month ago on, so that clocks need not agree.
fn valid_until(parameters: &mut CertificateParams, now: Timestamp, days: i64) {
    let day = |at: Timestamp| date_time_ymd(at.year(), at.month() as u8, at.day() as u8);
    parameters.not_before = day(now - TimeDelta::days(30));
    parameters.not_after = day(now + TimeDelta::days(days));
}
