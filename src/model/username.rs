//! A username: what users of some databases sign in with besides their email address.

use super::JsonObject;
use super::field_errors::FieldErrors;

/// Longest username a connection may allow, in characters.
const LONGEST: usize = 128;
/// Allowed besides ASCII letters and digits.
const SIGNS: &str = "@^$.!`#+-'~_";

/// How long the usernames of a connection are (`options.validation.username.min` and `.max`), 1 to 15 by default.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsernameLength {
    pub min: usize,
    pub max: usize,
}

impl UsernameLength {
    /// Reads a connection's options.
    pub fn from_options(options: &JsonObject) -> Self {
        let limits = options.get("validation").and_then(|v| v.get("username"));
        let limit = |key: &str, default: usize| {
            let set = limits.and_then(|l| l.get(key)).and_then(serde_json::Value::as_u64);
            set.and_then(|n| usize::try_from(n).ok()).unwrap_or(default).clamp(1, LONGEST)
        };
        let min = limit("min", 1);
        Self { min, max: limit("max", 15).max(min) }
    }
}

/// A username in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Username(String);

impl Username {
    /// Reads a username; errors name the field `username`.
    pub fn parse(text: &str, length: UsernameLength) -> Result<Self, FieldErrors> {
        let fail = |message: String| Err(FieldErrors::one("username", message));
        let text = text.trim();
        let count = text.chars().count();
        if count == 0 {
            return fail("Enter a username: users of this connection sign in with one.".into());
        }
        if count < length.min || count > length.max {
            return fail(format!(
                "A username of this connection has {} to {} characters; this one has {count}.",
                length.min, length.max
            ));
        }
        if !text.chars().all(|c| c.is_ascii_alphanumeric() || SIGNS.contains(c)) {
            return fail(format!("A username has letters from a to z, digits and {SIGNS} only."));
        }
        if text.split_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.')) {
            return fail("A username must not look like an email address.".into());
        }
        Ok(Self(text.to_lowercase()))
    }

    /// The username.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USUAL: UsernameLength = UsernameLength { min: 1, max: 15 };

    #[test]
    fn usernames_are_short_plain_and_lower_case() {
        assert_eq!(Username::parse(" Jane.D'Oe+1 ", USUAL).unwrap().as_str(), "jane.d'oe+1");
        for bad in ["", "abcdefghijklmnop", "two words", "naïve", "a<b", "jane@example.com"] {
            assert!(Username::parse(bad, USUAL).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_connection_sets_its_own_limits() {
        let options = serde_json::json!({ "validation": { "username": { "min": 3, "max": 500 } } });
        let length = UsernameLength::from_options(options.as_object().unwrap());
        assert_eq!(length, UsernameLength { min: 3, max: 128 });
        assert!(Username::parse("ab", length).is_err());
    }
}
