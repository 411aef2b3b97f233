//! The nouns: plain types that cannot hold nonsense. One noun per file; this room knows no other.

pub mod application;
pub mod connection;
pub mod device;
pub mod email_address;
pub mod factor;
pub mod field_errors;
pub mod grant;
pub mod identity;
pub mod import;
pub mod linking;
pub mod listed_user;
pub mod log_event;
pub mod log_event_json;
pub mod mail;
pub mod metadata;
pub mod operator;
pub mod paging;
pub mod password_policy;
pub mod permission;
pub mod resource_server;
pub mod role;
pub mod root_attributes;
pub mod search;
pub mod session;
pub mod tenant;
pub mod three_way;
pub mod ticket;
pub mod user;
pub mod user_json;
pub mod username;

/// An instant in UTC, cut to milliseconds (see [`crate::clock`]): what both databases keep in a `TIMESTAMP` column.
pub type Timestamp = chrono::NaiveDateTime;

/// A JSON object whose keys keep their order.
pub type JsonObject = serde_json::Map<String, serde_json::Value>;

/// `2026-11-21T14:02:00.000Z`: how instants are written in JSON and in `<time datetime>`.
pub fn iso(at: Timestamp) -> String {
    at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}
