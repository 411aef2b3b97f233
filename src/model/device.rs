//! A device credential: a refresh token bound to the device it was issued for.

use super::{JsonObject, Timestamp};

/// A device credential as stored (its token is kept hashed and never leaves the store).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: String,
    pub client_id: String,
    /// Name of the application, for the screen.
    pub application: String,
    pub name: String,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub ip: Option<String>,
    pub user_agent: Option<String>,
    /// The session it was issued in, with which it ends.
    pub session_id: Option<String>,
    /// Data of programs.
    pub metadata: JsonObject,
}
