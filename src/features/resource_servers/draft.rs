//! What is typed into the forms of an API and of its permissions, checked.

use crate::error::FieldErrors;

/// Longest name of an API, in characters.
pub const NAME_MAX: usize = 200;
/// Longest identifier, in characters.
pub const IDENTIFIER_MAX: usize = 600;
/// Longest name of a permission, in characters (as in the API reference).
pub const PERMISSION_MAX: usize = 280;
/// Longest description of a permission, in characters.
pub const DESCRIPTION_MAX: usize = 500;

/// A name of an API, without surrounding space.
pub fn name(text: &str) -> Result<String, FieldErrors> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldErrors::one("name", "Enter a name."));
    }
    at_most("name", text, NAME_MAX)
}

/// An identifier: the audience of tokens, so without any space.
pub fn identifier(text: &str) -> Result<String, FieldErrors> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldErrors::one("identifier", "Enter an identifier, for example https://api.example.com/orders."));
    }
    if text.chars().any(|c| c.is_whitespace() || c.is_control()) {
        return Err(FieldErrors::one("identifier", "An identifier has no spaces in it."));
    }
    at_most("identifier", text, IDENTIFIER_MAX)
}

/// A permission's name: a scope, so without spaces, quotes or backslashes (RFC 6749, section 3.3).
pub fn permission(text: &str) -> Result<String, FieldErrors> {
    let text = text.trim();
    if text.is_empty() {
        return Err(FieldErrors::one("permission", "Enter a name, for example read:orders."));
    }
    if !text.chars().all(|c| c.is_ascii_graphic() && c != '"' && c != '\\') {
        return Err(FieldErrors::one(
            "permission",
            "Use letters, digits and punctuation without spaces, quotes or backslashes.",
        ));
    }
    at_most("permission", text, PERMISSION_MAX)
}

/// A description; it may be empty.
pub fn description(text: &str) -> Result<String, FieldErrors> {
    at_most("description", text.trim(), DESCRIPTION_MAX)
}

fn at_most(field: &str, text: &str, max: usize) -> Result<String, FieldErrors> {
    match text.chars().count() {
        n if n > max => Err(FieldErrors::one(field, format!("Use at most {max} characters; these are {n}."))),
        _ => Ok(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_permissions_are_scopes() {
        assert_eq!(permission(" read:orders ").unwrap(), "read:orders");
        for bad in ["", "  ", "read orders", "say\"hi\"", "a\\b", "lire:commandés"] {
            assert!(permission(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn identifiers_have_no_spaces() {
        assert!(identifier("https://api.example.com/orders").is_ok());
        assert!(identifier("urn:a b").is_err());
        assert!(identifier(&"x".repeat(IDENTIFIER_MAX + 1)).is_err());
    }
}
