//! A resource server: an API whose permissions users and applications are given.

use super::Timestamp;

/// A resource server as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResourceServer {
    pub id: String,
    pub name: String,
    /// The audience of its tokens, usually a URL; unique in the tenant, immutable.
    pub identifier: String,
    /// Gatehouse's own API: it cannot be changed or deleted.
    pub is_system: bool,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    pub version: i64,
}
