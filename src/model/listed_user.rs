//! A user as lists show one: what a row needs, without metadata and without what the provider sent.

use super::Timestamp;
use super::user::{Status, UserId, called};

/// One row of a list of users.
#[derive(Debug, Clone, PartialEq)]
pub struct ListedUser {
    pub id: UserId,
    /// Name of the primary identity's connection.
    pub connection: String,
    /// Strategy of that connection.
    pub strategy: String,
    pub email: Option<String>,
    pub email_verified: bool,
    pub username: Option<String>,
    pub phone_number: Option<String>,
    pub name: Option<String>,
    pub nickname: Option<String>,
    pub blocked: bool,
    pub created_at: Timestamp,
    pub last_login: Option<Timestamp>,
    pub logins_count: i64,
    /// What the list sorts names by, see [`super::user::User::name_key`].
    pub name_key: String,
}

impl ListedUser {
    /// What to call the user on screen.
    pub fn display_name(&self) -> &str {
        called([&self.name, &self.email, &self.phone_number, &self.username, &self.nickname], &self.id)
    }

    /// The one status shown as a badge.
    pub fn status(&self) -> Status {
        Status::of(self.blocked, self.logins_count, self.email.is_some(), self.email_verified)
    }
}
