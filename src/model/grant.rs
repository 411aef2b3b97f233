//! A grant: an application that a user authorised to act for them at an API.

use super::Timestamp;
use super::user::UserId;

/// A grant as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    pub id: String,
    pub client_id: String,
    /// Name of the application, for the screen.
    pub application: String,
    /// Identifier of the API.
    pub audience: String,
    /// Name of the API, when it is one of the tenant's.
    pub api_name: Option<String>,
    pub scopes: Vec<String>,
    pub created_at: Timestamp,
}

/// A grant of any user, without the names that screens show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredGrant {
    pub id: String,
    pub user_id: UserId,
    pub client_id: String,
    pub audience: String,
    pub scopes: Vec<String>,
}
