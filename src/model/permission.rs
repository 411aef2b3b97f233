//! A permission: one thing an API lets its callers do, for example `read:orders`.

/// A permission as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permission {
    pub resource_server_id: String,
    /// Name of the API, for the screen.
    pub api_name: String,
    /// Identifier of the API.
    pub api_identifier: String,
    pub name: String,
    pub description: String,
}

/// A permission of a user, and how they come by it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPermission {
    pub permission: Permission,
    /// Assigned to the user directly.
    pub direct: bool,
    /// Names and ids of the roles it comes through.
    pub roles: Vec<(String, String)>,
}
