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

impl std::fmt::Display for TenantId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A tenant as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
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
}
