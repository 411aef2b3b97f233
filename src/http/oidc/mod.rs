//! The door for signing in and for tokens: OAuth 2 and OpenID Connect.

pub mod discovery;
pub mod token;
