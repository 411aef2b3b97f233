//! A session: a browser in which an end user is signed in.

use super::{JsonObject, Timestamp};

/// An end user's session as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: String,
    pub application: Option<String>,
    pub created_at: Timestamp,
    pub last_active_at: Timestamp,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    /// Data of programs.
    pub metadata: JsonObject,
}
