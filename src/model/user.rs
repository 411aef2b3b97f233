//! A user: one profile in one tenant.

use super::{JsonObject, Timestamp};
use serde::{Deserialize, Serialize};

/// A user's id: `strategy|id at the provider`, for example `auth0|65f1c09a7be2d4018c33a901`. Immutable.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(String);

impl UserId {
    /// Makes the id of a provider's user.
    pub fn new(provider: &str, provider_user_id: &str) -> Self {
        Self(format!("{provider}|{provider_user_id}"))
    }

    /// An id from a URL or the database; an unknown one simply finds nothing.
    pub fn from_text(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The id.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for UserId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Profiles beyond this are stored and warned of (`wum`): tokens and rules work best below it.
pub const PROFILE_ADVISED: usize = 10 * 1024;

/// A profile as stored. Attributes are those of the profile contract; absent ones are `None`.
#[derive(Debug, Clone, PartialEq)]
pub struct User {
    pub id: UserId,
    /// Name of the primary identity's connection.
    pub connection: String,
    /// Strategy of that connection, for example `auth0` or `google-oauth2`.
    pub strategy: String,
    pub email: Option<String>,
    pub email_verified: bool,
    pub username: Option<String>,
    pub phone_number: Option<String>,
    pub phone_verified: bool,
    pub name: Option<String>,
    pub given_name: Option<String>,
    pub family_name: Option<String>,
    pub nickname: Option<String>,
    pub picture: Option<String>,
    pub user_metadata: JsonObject,
    pub app_metadata: JsonObject,
    /// Everything else the identity provider sent, shown at the root of the JSON.
    pub profile: JsonObject,
    pub blocked: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub last_login: Option<Timestamp>,
    pub last_ip: Option<String>,
    pub logins_count: i64,
    pub last_password_reset: Option<Timestamp>,
    pub multifactor_last_modified: Option<Timestamp>,
    /// Counts the changes; a save that carries an older one is refused (optimistic concurrency).
    pub version: i64,
}

impl User {
    /// What to call the user on screen: name, else email, phone, username, nickname, id.
    pub fn display_name(&self) -> &str {
        called([&self.name, &self.email, &self.phone_number, &self.username, &self.nickname], &self.id)
    }

    /// The one status shown as a badge.
    pub fn status(&self) -> Status {
        Status::of(self.blocked, self.logins_count, self.email.is_some(), self.email_verified)
    }

    /// How large the profile is that applications and rules carry about, in bytes of JSON: both metadata documents and
    /// what the provider sent.
    pub fn profile_bytes(&self) -> usize {
        let documents = [&self.user_metadata, &self.app_metadata, &self.profile];
        documents.into_iter().map(|d| serde_json::to_string(d).map_or(0, |text| text.len())).sum()
    }

    /// The text a substring search looks through: id, email, name, phone and username, lower-cased.
    pub fn search_text(&self) -> String {
        let parts = [&self.email, &self.name, &self.phone_number, &self.username, &self.nickname];
        let mut text = self.id.as_str().to_lowercase();
        for part in parts.into_iter().flatten() {
            text.push('\n');
            text.push_str(&part.to_lowercase());
        }
        text
    }

    /// The text the list sorts names by: the display name, lower-cased.
    pub fn name_key(&self) -> String {
        self.display_name().to_lowercase()
    }
}

/// The first of these names that says something, else the id.
pub(super) fn called<'a>(names: [&'a Option<String>; 5], id: &'a UserId) -> &'a str {
    names.into_iter().flatten().map(String::as_str).find(|text| !text.trim().is_empty()).unwrap_or(id.as_str())
}

/// Where a user stands; the order is the list's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Status {
    /// May not sign in.
    Blocked,
    /// Has never signed in.
    Pending,
    /// Has an email address that nobody has confirmed.
    Unverified,
    /// None of these.
    Active,
}

impl Status {
    /// All of them, in the order of the list.
    pub const ALL: [Self; 4] = [Self::Blocked, Self::Pending, Self::Unverified, Self::Active];

    /// Of a user; the users table's generated `status_rank` says the same.
    pub fn of(blocked: bool, logins_count: i64, has_email: bool, email_verified: bool) -> Self {
        if blocked {
            Self::Blocked
        } else if logins_count == 0 {
            Self::Pending
        } else if has_email && !email_verified {
            Self::Unverified
        } else {
            Self::Active
        }
    }

    /// The word in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Blocked => "blocked",
            Self::Pending => "pending",
            Self::Unverified => "unverified",
            Self::Active => "active",
        }
    }

    /// The word on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::Blocked => "Blocked",
            Self::Pending => "Pending",
            Self::Unverified => "Unverified",
            Self::Active => "Active",
        }
    }
}
