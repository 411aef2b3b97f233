//! Columns that hold JSON as text, the same on both databases.

use crate::error::{Error, Result};
use crate::model::JsonObject;
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads a JSON object column.
pub fn object(text: &str) -> Result<JsonObject> {
    from_json(text)
}

/// Reads a JSON column.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T> {
    serde_json::from_str(text).map_err(Error::internal)
}

/// Writes a JSON column.
pub fn to_json<T: Serialize + ?Sized>(value: &T) -> Result<String> {
    serde_json::to_string(value).map_err(Error::internal)
}

/// Reads the instant in a page's key: milliseconds since 1970.
pub fn instant(text: &str) -> Result<crate::model::Timestamp> {
    let at = text.parse().ok().and_then(chrono::DateTime::from_timestamp_millis);
    at.map(|at| at.naive_utc()).ok_or_else(|| Error::field("after", "This page link is damaged."))
}
