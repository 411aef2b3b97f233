//! The nouns: plain types that cannot hold nonsense. One noun per file; this room knows no other.

pub mod application;
pub mod bulk_verb;
pub mod client_credential;
pub mod client_grant;
pub mod connection;
pub mod connection_options;
pub mod csv_cell;
pub mod deleted_user;
pub mod device;
pub mod email_address;
pub mod export;
pub mod factor;
pub mod field_errors;
pub mod grant;
pub mod identity;
pub mod import;
pub mod job;
pub mod linking;
pub mod listed_user;
pub mod log_event;
pub mod log_event_json;
pub mod mail;
pub mod management_scope;
pub mod metadata;
pub mod operator;
pub mod paging;
pub mod password_policy;
pub mod permission;
pub mod resource_server;
pub mod role;
pub mod root_attributes;
pub mod saved_view;
pub mod search;
pub mod session;
pub mod signing_key;
pub mod spelling;
pub mod tenant;
pub mod three_way;
pub mod ticket;
pub mod time_zone;
pub mod user;
pub mod user_json;
pub mod username;

use chrono::Timelike;

/// An instant in UTC, cut to milliseconds (see [`crate::clock`]): what both databases keep in a `TIMESTAMP` column.
pub type Timestamp = chrono::NaiveDateTime;

/// A JSON object whose keys keep their order.
pub type JsonObject = serde_json::Map<String, serde_json::Value>;

/// `2026-11-21T14:02:00.000Z`: how instants are written in JSON and in `<time datetime>`.
///
/// Spelled out because a list writes a hundred of them: chrono's patterns are read anew for each.
pub fn iso(at: Timestamp) -> String {
    let millis = at.and_utc().timestamp_subsec_millis();
    format!("{}T{:02}:{:02}:{:02}.{millis:03}Z", at.date(), at.hour(), at.minute(), at.second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn instants_are_written_as_chrono_would() {
        for text in ["2026-11-21T14:02:00.000Z", "0999-01-02T03:04:05.006Z", "2024-02-29T23:59:59.999Z"] {
            let at = chrono::DateTime::parse_from_rfc3339(text).unwrap().naive_utc();
            assert_eq!((iso(at).as_str(), at.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string().as_str()), (text, text));
        }
    }
}
