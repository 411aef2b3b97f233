//! What can be searched, by the names of the API's profile, and what somebody may have meant by another name.

use super::filter::{IdentityField, TextField, TimeField};
use crate::model::metadata::MetadataKind;

/// What a name stands for.
#[derive(Debug, Clone, PartialEq)]
pub enum Field {
    Text(TextField),
    Domain,
    Blocked,
    EmailVerified,
    PhoneVerified,
    Logins,
    Time(TimeField),
    Identity(IdentityField),
    Social,
    /// A path in one of the two documents; empty for the document itself.
    Metadata(MetadataKind, String),
    ProfileData(String),
    /// An attribute that is kept but not searched.
    NotSearched,
    /// No user has it.
    Unknown,
}

const FIELDS: &[(&str, Field)] = &[
    ("user_id", Field::Text(TextField::UserId)),
    ("email", Field::Text(TextField::Email)),
    ("email.domain", Field::Domain),
    ("email_verified", Field::EmailVerified),
    ("username", Field::Text(TextField::Username)),
    ("phone_number", Field::Text(TextField::PhoneNumber)),
    ("phone_verified", Field::PhoneVerified),
    ("name", Field::Text(TextField::Name)),
    ("given_name", Field::Text(TextField::GivenName)),
    ("family_name", Field::Text(TextField::FamilyName)),
    ("nickname", Field::Text(TextField::Nickname)),
    ("blocked", Field::Blocked),
    ("created_at", Field::Time(TimeField::Created)),
    ("updated_at", Field::Time(TimeField::Updated)),
    ("last_login", Field::Time(TimeField::LastLogin)),
    ("last_ip", Field::Text(TextField::LastIp)),
    ("logins_count", Field::Logins),
    ("identities.connection", Field::Identity(IdentityField::Connection)),
    ("identities.provider", Field::Identity(IdentityField::Provider)),
    ("identities.user_id", Field::Identity(IdentityField::UserId)),
    ("identities.isSocial", Field::Social),
];

const NOT_SEARCHED: &[&str] = &[
    "picture",
    "multifactor",
    "multifactor_last_modified",
    "last_password_reset",
    "guardian_authenticators",
    "blocked_for",
    "tenant",
];

/// Names people know from elsewhere, and ours.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("id", "user_id"),
    ("mail", "email"),
    ("domain", "email.domain"),
    ("verified", "email_verified"),
    ("phone", "phone_number"),
    ("first_name", "given_name"),
    ("last_name", "family_name"),
    ("surname", "family_name"),
    ("ip", "last_ip"),
    ("created", "created_at"),
    ("updated", "updated_at"),
    ("logins", "logins_count"),
    ("connection", "identities.connection"),
    ("provider", "identities.provider"),
    ("metadata", "user_metadata.key"),
];

/// The fields people search most, for the help page, each with its kind in words.
pub const COMMON_FIELDS: &[(&str, &str)] = &[
    ("user_id, username, phone_number, last_ip", "text, upper and lower case differ"),
    ("email, name, given_name, family_name, nickname", "text, upper and lower case are alike"),
    ("email.domain", "what follows the @"),
    ("email_verified, phone_verified, blocked", "true or false"),
    ("logins_count", "a whole number"),
    ("created_at, updated_at, last_login", "a date, or any beginning of one"),
    ("identities.connection, .provider, .user_id, .isSocial, .profileData.…", "any account linked to the user"),
    ("app_metadata.…, user_metadata.…", "a value by its path, as in app_metadata.plan"),
];

/// Alike enough to be a slip of the finger.
const ALIKE: f64 = 0.85;

/// What a name stands for.
pub fn find(name: &str) -> Field {
    if let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name) {
        return field.clone();
    }
    for kind in [MetadataKind::User, MetadataKind::App] {
        match name.strip_prefix(kind.as_str()) {
            Some("") => return Field::Metadata(kind, String::new()),
            Some(path) if path.starts_with('.') => return Field::Metadata(kind, path[1..].to_owned()),
            _ => {}
        }
    }
    match name.strip_prefix("identities.profileData") {
        Some("") => Field::ProfileData(String::new()),
        Some(path) if path.starts_with('.') => Field::ProfileData(path[1..].to_owned()),
        _ if NOT_SEARCHED.contains(&name) => Field::NotSearched,
        _ => Field::Unknown,
    }
}

/// The field somebody may have meant by a name that is none.
pub fn suggested(name: &str) -> Option<&'static str> {
    let lower = name.to_lowercase();
    if let Some((_, ours)) = OTHER_NAMES.iter().find(|(other, _)| *other == lower) {
        return Some(ours);
    }
    let names = FIELDS.iter().map(|(known, _)| *known);
    let alike = names.map(|known| (strsim::jaro_winkler(&lower, &known.to_lowercase()), known));
    alike.filter(|(alike, _)| *alike >= ALIKE).max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, known)| known)
}
