//! How the search box reads what is typed: as something to look for in one place, or as the query language itself. Every
//! simple way but the first is a short form of a query, which [`Mode::written_out`] shows.

use super::filter::{Filter, Pattern, Test, TextField};
use super::mistake::Mistake;
use super::{parse, quoted};
use serde::{Deserialize, Serialize};
use std::net::IpAddr;

/// Shortest text that is looked for anywhere; a shorter one is looked for at the beginning.
pub const LEAST_ANYWHERE: usize = 3;

/// What the text in the box means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Part of a name, an email address, a phone number, a username or an id; or an IP address.
    #[default]
    User,
    Name,
    Email,
    Phone,
    Provider,
    Connection,
    Logins,
    LastLogin,
    /// The query language.
    Lucene,
}

impl Mode {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 9] = [
        Self::User,
        Self::Name,
        Self::Email,
        Self::Phone,
        Self::Provider,
        Self::Connection,
        Self::Logins,
        Self::LastLogin,
        Self::Lucene,
    ];

    /// The word in URLs.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Name => "name",
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Provider => "provider",
            Self::Connection => "connection",
            Self::Logins => "logins",
            Self::LastLogin => "last_login",
            Self::Lucene => "lucene",
        }
    }

    /// The words on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Name => "Name",
            Self::Email => "Email",
            Self::Phone => "Phone number",
            Self::Provider => "Identity provider",
            Self::Connection => "Connection",
            Self::Logins => "Login count",
            Self::LastLogin => "Latest login",
            Self::Lucene => "Lucene Syntax (Advanced)",
        }
    }

    /// What can be typed.
    pub fn placeholder(self) -> &'static str {
        match self {
            Self::User => "Name, email, phone, id or IP",
            Self::Name => "Part of a name",
            Self::Email => "Part of an email address",
            Self::Phone => "Part of a phone number",
            Self::Provider => "auth0, google-oauth2, samlp …",
            Self::Connection => "Exact name of a connection",
            Self::Logins => "13, >100 or [1 TO 9]",
            Self::LastLogin => "2026-11, or [2026-11-01 TO *]",
            Self::Lucene => "email_verified:false AND app_metadata.plan:\"gold\"",
        }
    }

    /// Whom a text finds.
    pub fn filter(self, text: &str) -> Result<Filter, Mistake> {
        let text = text.trim();
        if text.is_empty() {
            return Ok(Filter::All);
        }
        match self {
            Self::User => Ok(anyone(text)),
            Self::Name => Ok(part(TextField::Name, text)),
            Self::Email => Ok(part(TextField::Email, text)),
            Self::Phone => Ok(part(TextField::PhoneNumber, &digits(text).unwrap_or_else(|| text.to_owned()))),
            _ => parse(&self.written_out(text)),
        }
    }

    /// The same search in the query language.
    pub fn written_out(self, text: &str) -> String {
        let text = text.trim();
        let anywhere = |field: &str, text: &str| {
            let least = if text.chars().count() >= LEAST_ANYWHERE { "*" } else { "" };
            let escaped: String =
                text.chars().flat_map(|c| (!c.is_alphanumeric()).then_some('\\').into_iter().chain([c])).collect();
            format!("{field}{least}{escaped}*")
        };
        match self {
            Self::User => anywhere("", text),
            Self::Name => anywhere("name:", text),
            Self::Email => anywhere("email:", text),
            Self::Phone => anywhere("phone_number:", &digits(text).unwrap_or_else(|| text.to_owned())),
            Self::Provider => format!("identities.provider:{}", quoted(text)),
            Self::Connection => format!("identities.connection:{}", quoted(text)),
            Self::Logins => format!("logins_count:{}", compared(text)),
            Self::LastLogin => format!("last_login:{}", compared(text)),
            Self::Lucene => text.to_owned(),
        }
    }
}

/// `>5` and its kin as ranges of the language.
fn compared(text: &str) -> String {
    for (sign, before, after) in
        [(">=", "[", " TO *]"), ("<=", "[* TO ", "]"), (">", "{", " TO *]"), ("<", "[* TO ", "}")]
    {
        if let Some(value) = text.strip_prefix(sign) {
            return format!("{before}{}{after}", value.trim());
        }
    }
    text.to_owned()
}

fn anyone(text: &str) -> Filter {
    let mut found = vec![if text.chars().count() >= LEAST_ANYWHERE {
        Filter::Anywhere(text.to_lowercase())
    } else {
        beginning(text)
    }];
    if let Ok(ip) = text.parse::<IpAddr>() {
        found.push(Filter::Text(TextField::LastIp, Test::Equals(ip.to_string())));
    }
    // However it was set: +44 (0) 7700 900-123 is stored as +447700900123.
    if let Some(digits) = digits(text).filter(|digits| digits != text) {
        found.push(Filter::Anywhere(digits));
    }
    if found.len() == 1 { found.remove(0) } else { Filter::Or(found) }
}

/// One or two characters are where a name or an email address begins.
fn beginning(text: &str) -> Filter {
    let prefix = || Test::Matches(Pattern(vec![text.to_lowercase(), String::new()]));
    Filter::Or(vec![Filter::Called(prefix()), Filter::Text(TextField::Email, prefix())])
}

fn part(field: TextField, text: &str) -> Filter {
    let text = if field.ignores_case() { text.to_lowercase() } else { text.to_owned() };
    let pattern = if text.chars().count() >= LEAST_ANYWHERE {
        vec![String::new(), text, String::new()]
    } else {
        vec![text, String::new()]
    };
    Filter::Text(field, Test::Matches(Pattern(pattern)))
}

/// A phone number without what people set it with; none when the text is none.
fn digits(text: &str) -> Option<String> {
    let text = text.replace("(0)", "");
    let is_number = text.chars().all(|c| c.is_ascii_digit() || "+-() ./".contains(c));
    let kept: String = text.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (is_number && kept.len() >= 6).then_some(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_pasted_is_understood() {
        assert_eq!(Mode::User.filter("OKAF"), Ok(Filter::Anywhere("okaf".into())));
        assert!(
            matches!(Mode::User.filter("203.0.113.7"), Ok(Filter::Or(all)) if all.contains(&Filter::Text(TextField::LastIp, Test::Equals("203.0.113.7".into()))))
        );
        assert!(
            matches!(Mode::User.filter("+44 (0) 7700 900-123"), Ok(Filter::Or(all)) if all.contains(&Filter::Anywhere("+447700900123".into())))
        );
        assert!(matches!(Mode::User.filter("am"), Ok(Filter::Or(_))));
    }

    #[test]
    fn a_short_form_says_what_it_writes_out() {
        for (mode, text, query) in [
            (Mode::Name, "Jane S", "name:*Jane\\ S*"),
            (Mode::Email, "j", "email:j*"),
            (Mode::Connection, "My \"own\"", "identities.connection:\"My \\\"own\\\"\""),
            (Mode::Logins, ">100", "logins_count:{100 TO *]"),
            (Mode::Logins, "<= 9", "logins_count:[* TO 9]"),
            (Mode::LastLogin, "2026-11", "last_login:2026-11"),
        ] {
            assert_eq!(mode.written_out(text), query);
            assert_eq!(mode.filter(text), parse(query), "{query}");
        }
        assert_eq!(parse(&Mode::User.written_out("okafor")), Mode::User.filter("okafor"));
    }
}
