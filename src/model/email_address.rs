//! An email address: at most 64 characters before the `@`, at most 256 after it.

use super::field_errors::FieldErrors;
use serde::Serialize;

/// Longest part before the `@`, in characters.
pub const LOCAL_MAX: usize = 64;
/// Longest part after the `@`, in characters.
pub const DOMAIN_MAX: usize = 256;

/// An address that has the form of one; it is kept as typed, see [`EmailAddress::lower_cased`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct EmailAddress(String);

impl EmailAddress {
    /// Reads an address; errors name the field `email`.
    pub fn parse(text: &str) -> Result<Self, FieldErrors> {
        let fail = |message: &str| Err(FieldErrors::one("email", message));
        let text = text.trim();
        if text.is_empty() {
            return fail("Enter an email address.");
        }
        let Some((local, domain)) = text.rsplit_once('@') else {
            return fail("An email address needs an @, as in name@example.com.");
        };
        if local.is_empty() || domain.is_empty() {
            return fail("An email address has something before and after the @, as in name@example.com.");
        }
        if local.chars().count() > LOCAL_MAX {
            return fail("The part before the @ may have at most 64 characters.");
        }
        if domain.chars().count() > DOMAIN_MAX {
            return fail("The part after the @ may have at most 256 characters.");
        }
        if text.chars().any(|c| c.is_whitespace() || c.is_control() || "<>()[]\\,;:\"".contains(c)) {
            return fail("An email address has no spaces, quotes, brackets, commas or colons.");
        }
        if local.contains('@') {
            return fail("An email address has one @ only.");
        }
        let label_ok = |l: &str| !l.is_empty() && !l.starts_with('-') && !l.ends_with('-');
        if !domain.split('.').all(label_ok) || local.starts_with('.') || local.ends_with('.') || local.contains("..") {
            return fail("Check the dots and dashes: this is not the form of an email address.");
        }
        Ok(Self(text.to_owned()))
    }

    /// The address in lower case: how the built-in user store keeps it.
    pub fn lower_cased(&self) -> Self {
        Self(self.0.to_lowercase())
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`: the default nickname.
    pub fn local_part(&self) -> &str {
        self.0.rsplit_once('@').map_or(self.0.as_str(), |(local, _)| local)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limits_are_64_and_256() {
        let local = "a".repeat(64);
        let domain = format!("{}.example", "d".repeat(248));
        assert!(EmailAddress::parse(&format!("{local}@{domain}")).is_ok());
        assert!(EmailAddress::parse(&format!("{local}a@{domain}")).is_err());
        assert!(EmailAddress::parse(&format!("{local}@d{domain}")).is_err());
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for bad in ["", "a", "@b", "a@", "a b@c.de", "a@b@c", "a@b..c", ".a@b", "a@-b.c", "a\u{0}@b.c", "<a@b.c>"] {
            assert!(EmailAddress::parse(bad).is_err(), "{bad:?}");
        }
    }
}
