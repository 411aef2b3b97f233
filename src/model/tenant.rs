//! A tenant: a separate house of users, connections and applications.

use super::Timestamp;
use super::field_errors::FieldErrors;
use serde::{Deserialize, Serialize};

/// A tenant's short name, as in its URLs: 1 to 40 of `a-z`, `0-9` and inner dashes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TenantId(String);

impl TenantId {
    /// Reads a short name; errors name the field `slug`.
    pub fn parse(text: &str) -> Result<Self, FieldErrors> {
        let text = text.trim();
        let allowed = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-';
        if text.is_empty() {
            return Err(FieldErrors::one("slug", "Enter a short name for the tenant."));
        }
        if text.len() > 40 || !text.chars().all(allowed) || text.starts_with('-') || text.ends_with('-') {
            return Err(FieldErrors::one("slug", "Use 1 to 40 lower-case letters, digits and inner dashes."));
        }
        Ok(Self(text.to_owned()))
    }

    /// A short name that comes from the database.
    pub fn from_stored(text: String) -> Self {
        Self(text)
    }

    /// The short name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Longest name of a tenant, in characters.
pub const MAX_NAME: usize = 80;
/// How long log events may be kept, in days: at least the two that History shows.
pub const RETENTION: std::ops::RangeInclusive<i32> = 2..=3650;
/// How long deleted users may be kept, in days; 0 keeps none.
pub const DELETED_USER_DAYS: std::ops::RangeInclusive<i32> = 0..=365;

/// Reads a tenant's name; errors name the field `name`.
pub fn parse_name(text: &str) -> Result<String, FieldErrors> {
    let name = text.trim();
    if name.is_empty() {
        return Err(FieldErrors::one("name", "Enter a name for the tenant."));
    }
    if name.chars().count() > MAX_NAME || name.chars().any(char::is_control) {
        return Err(FieldErrors::one("name", format!("Use at most {MAX_NAME} characters on one line.")));
    }
    Ok(name.to_owned())
}

/// Reads the days to keep log events; errors name the field `log_retention_days`.
pub fn parse_retention(text: &str) -> Result<i32, FieldErrors> {
    let days = text.trim().parse().ok().filter(|days| RETENTION.contains(days));
    days.ok_or_else(|| {
        let words = format!("Enter a whole number of days from {} to {}.", RETENTION.start(), RETENTION.end());
        FieldErrors::one("log_retention_days", words)
    })
}

/// Reads the days to keep deleted users; errors name the field `deleted_user_days`.
pub fn parse_deleted_user_days(text: &str) -> Result<i32, FieldErrors> {
    let days = text.trim().parse().ok().filter(|days| DELETED_USER_DAYS.contains(days));
    days.ok_or_else(|| {
        let words = format!("Enter a whole number of days from 0 (off) to {}.", DELETED_USER_DAYS.end());
        FieldErrors::one("deleted_user_days", words)
    })
}

/// A short name made from a name, other scripts in Latin letters; empty when nothing of it can be used.
pub fn suggest_slug(name: &str) -> String {
    let lower = deunicode::deunicode(name).to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let slug: String = words.collect::<Vec<_>>().join("-").chars().take(40).collect();
    slug.trim_end_matches('-').to_owned()
}

impl std::fmt::Display for TenantId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A tenant as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenant {
    pub id: TenantId,
    /// 1 to 80 characters, for people.
    pub name: String,
    pub created_at: Timestamp,
    /// The tenant that the API and the login fall back to when the host name says none.
    pub is_default: bool,
    /// Whether operators may sign in as a user (off unless somebody turns it on).
    pub sign_in_as_user: bool,
    /// How long log events are kept, in days.
    pub log_retention_days: i32,
    /// How long deleted users can be restored, in days; 0 deletes at once and for good.
    pub deleted_user_days: i32,
    /// Whether the Management API pages to the first 1,000 users only, as some programs expect of it.
    pub limits_results: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suggested_short_name_is_a_short_name() {
        for (name, slug) in [
            ("Northwind", "northwind"),
            ("  ACME & Sons, Ltd. ", "acme-sons-ltd"),
            ("Löwen & Söhne", "lowen-sohne"),
            ("Ørsted İş", "orsted-is"),
            ("佐藤", "zuo-teng"),
            ("Ελλάδα", "ellada"),
            ("…!", ""),
        ] {
            assert_eq!(suggest_slug(name), slug);
            assert!(slug.is_empty() || TenantId::parse(slug).is_ok());
        }
        assert!(TenantId::parse(&suggest_slug(&"long name ".repeat(20))).is_ok());
    }
}
