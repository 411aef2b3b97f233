//! An identity: one account at one provider. A user has one (the primary) or, after linking, several.

use super::JsonObject;

/// An identity as stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Identity {
    /// The strategy, for example `auth0`.
    pub provider: String,
    /// The id at the provider, without the prefix.
    pub provider_user_id: String,
    /// Name of its connection.
    pub connection: String,
    pub is_social: bool,
    /// 0 is the primary.
    pub position: i32,
    /// The email this identity signs in with; set for connections whose users type one, and unique there.
    pub login_email: Option<String>,
    /// The username this identity signs in with, likewise.
    pub login_username: Option<String>,
    /// What the provider sent.
    pub profile_data: JsonObject,
}
