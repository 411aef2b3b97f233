//! A saved view: a search of the users list with its filters and its order, under a name.

use super::Timestamp;
use super::field_errors::FieldErrors;

/// Longest name, in characters.
pub const NAME_MAX: usize = 60;

/// A view as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SavedView {
    pub id: String,
    /// Unique in the tenant.
    pub name: String,
    /// What stands after the `?` of the list's address.
    pub query: String,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
}

/// A name without surrounding space, or what is wrong with it.
pub fn parse_name(text: &str) -> Result<String, FieldErrors> {
    let name = text.trim();
    match name.chars().count() {
        0 => Err(FieldErrors::one("name", "Enter a name.")),
        n if n > NAME_MAX => {
            Err(FieldErrors::one("name", format!("Use at most {NAME_MAX} characters; these are {n}.")))
        }
        _ => Ok(name.to_owned()),
    }
}
