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
