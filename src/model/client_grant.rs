//! A client grant: what an application may ask for in its own name, without a user, at one API.

use super::Timestamp;

/// A grant as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientGrant {
    pub id: String,
    pub client_id: String,
    pub resource_server_id: String,
    /// Identifier of the API.
    pub audience: String,
    /// In the order they were given.
    pub scopes: Vec<String>,
    pub created_at: Timestamp,
}
