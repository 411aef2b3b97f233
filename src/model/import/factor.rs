//! The enrolled factors of an imported user.

use super::fields::Fields;
use super::issue::IssueCode;
use super::user::is_phone_number;
use crate::model::email_address::EmailAddress;
use serde_json::Value;

/// Most factors of one user.
const MOST: usize = 10;
/// Longest secret of an authenticator app, in characters.
const SECRET_MAX: usize = 256;

/// A factor that needs no further step by its user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImportedFactor {
    /// The secret of an authenticator app, in base32.
    Totp(String),
    Phone(String),
    Email(String),
}

pub(super) fn parse_all(fields: &mut Fields) -> Vec<ImportedFactor> {
    let Some(value) = fields.get("mfa_factors") else { return Vec::new() };
    let Value::Array(items) = value else {
        fields.issue(IssueCode::InvalidType, "mfa_factors", "This should be a list of factors.");
        return Vec::new();
    };
    if items.is_empty() {
        fields.issue(IssueCode::ArrayLengthShort, "mfa_factors", "The list is empty; leave it out instead.");
    }
    if items.len() > MOST {
        fields.issue(IssueCode::ArrayLengthLong, "mfa_factors", format!("A user has at most {MOST} factors."));
        return Vec::new();
    }
    items.iter().enumerate().filter_map(|(n, item)| parse(fields, &format!("mfa_factors[{n}]"), item)).collect()
}

fn parse(fields: &mut Fields, path: &str, item: &Value) -> Option<ImportedFactor> {
    let Value::Object(object) = item else {
        fields.issue(IssueCode::InvalidType, path, "A factor is an object such as { \"totp\": { \"secret\": … } }.");
        return None;
    };
    let mut members = object.iter();
    let (Some((kind, inner)), None) = (members.next(), members.next()) else {
        fields.issue(IssueCode::MfaFactorsFailed, path, "A factor has exactly one of totp, phone and email.");
        return None;
    };
    let key = match kind.as_str() {
        "totp" => "secret",
        "phone" | "email" => "value",
        _ => {
            fields.issue(IssueCode::MfaFactorsFailed, path, "A factor has exactly one of totp, phone and email.");
            return None;
        }
    };
    let place = format!("{path}.{kind}.{key}");
    let Some(text) = inner.get(key) else {
        fields.issue(IssueCode::ObjectRequired, &place, format!("“{key}” is missing."));
        return None;
    };
    let Some(text) = text.as_str() else {
        fields.issue(IssueCode::InvalidType, &place, "This should be a text.");
        return None;
    };
    match kind.as_str() {
        "totp" => secret(fields, &place, text),
        "phone" if is_phone_number(text) => Some(ImportedFactor::Phone(text.to_owned())),
        "phone" => {
            fields.issue(IssueCode::Pattern, &place, "A phone number is + and up to 15 digits, as in +447700900123.");
            None
        }
        _ => match EmailAddress::parse(text) {
            Ok(email) => Some(ImportedFactor::Email(email.as_str().to_owned())),
            Err(errors) => {
                fields.issue(IssueCode::Format, &place, errors.of("email"));
                None
            }
        },
    }
}

fn secret(fields: &mut Fields, place: &str, text: &str) -> Option<ImportedFactor> {
    let in_base32 = !text.is_empty() && text.bytes().all(|b| b.is_ascii_uppercase() || (b'2'..=b'7').contains(&b));
    if !in_base32 {
        fields.issue(IssueCode::Pattern, place, "A secret is base32: capital letters and the digits 2 to 7.");
        return None;
    }
    fields.at_most(place, text, SECRET_MAX).then(|| ImportedFactor::Totp(text.to_owned()))
}
