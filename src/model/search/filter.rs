//! A query whose every field exists and whose every value fits it: what the store turns into SQL.

use crate::model::Timestamp;
use crate::model::metadata::MetadataKind;
use crate::model::user::Status;

/// Whom a query matches.
#[derive(Debug, Clone, PartialEq)]
pub enum Filter {
    /// Everybody.
    All,
    /// Nobody: the field of this name is one that no user has.
    Nobody(String),
    And(Vec<Filter>),
    Or(Vec<Filter>),
    Not(Box<Filter>),
    Text(TextField, Test),
    /// What the user is called on screen: the name, or what stands in for it.
    Called(Test),
    /// The part of the email address after the `@`.
    Domain(Test),
    /// Any of id, email address, name, phone number, username and nickname contains this text; three characters or more.
    Anywhere(String),
    /// The first connection is this one.
    Connection(String),
    /// Has the role of this id.
    Role(String),
    Status(Status),
    Blocked(bool),
    EmailVerified(bool),
    PhoneVerified(bool),
    Logins(Range<i64>),
    Time(TimeField, Range<Timestamp>),
    /// There is such an instant.
    HasTime(TimeField),
    /// Any of the user's identities.
    Identity(IdentityField, Test),
    Social(bool),
    /// A value of one of the metadata documents, by its dotted path; an empty path is the document itself.
    Metadata(MetadataKind, String, Comparison),
    /// Likewise of what the provider of a linked account sent.
    ProfileData(String, Comparison),
}

impl Filter {
    /// The conditions that all have to hold.
    pub fn parts(&self) -> &[Self] {
        match self {
            Self::All => &[],
            Self::And(all) => all,
            one => std::slice::from_ref(one),
        }
    }

    /// Whoever fulfils all of these.
    pub fn all(parts: Vec<Self>) -> Self {
        let mut all = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Self::All => {}
                Self::And(more) => all.extend(more),
                one => all.push(one),
            }
        }
        match all.len() {
            0 => Self::All,
            1 => all.remove(0),
            _ => Self::And(all),
        }
    }

    /// The fields it names that no user has.
    pub fn unknown(&self) -> Vec<&str> {
        match self {
            Self::Nobody(name) => vec![name],
            Self::And(all) | Self::Or(all) => all.iter().flat_map(Self::unknown).collect(),
            Self::Not(inner) => inner.unknown(),
            _ => Vec::new(),
        }
    }
}

/// A text attribute.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextField {
    UserId,
    Email,
    Username,
    PhoneNumber,
    Name,
    GivenName,
    FamilyName,
    Nickname,
    LastIp,
}

impl TextField {
    /// Whether upper and lower case are the same to it.
    pub fn ignores_case(self) -> bool {
        matches!(self, Self::Email | Self::Name | Self::GivenName | Self::FamilyName | Self::Nickname)
    }
}

/// An instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeField {
    Created,
    Updated,
    LastLogin,
}

/// A text of an identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdentityField {
    Connection,
    Provider,
    UserId,
}

/// What is asked of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// It is there and not empty.
    Exists,
    Equals(String),
    Matches(Pattern),
    Between(Range<String>),
}

/// A text with wildcards: the literal parts, in order; between two of them anything may stand. At least two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern(pub Vec<String>);

impl Pattern {
    /// The text everything that matches begins with, if nothing else is asked.
    pub fn only_prefix(&self) -> Option<&str> {
        match self.0.as_slice() {
            [prefix, last] if last.is_empty() => Some(prefix),
            _ => None,
        }
    }

    /// The longest literal part.
    pub fn longest(&self) -> &str {
        self.0.iter().max_by_key(|part| part.chars().count()).map_or("", String::as_str)
    }
}

/// What is asked of a metadata value.
#[derive(Debug, Clone, PartialEq)]
pub enum Comparison {
    Exists,
    /// The value as text; a number equals this text and this number alike.
    Equals(String, Option<f64>),
    Matches(Pattern),
    Between(ValueRange),
}

/// A range of metadata values: numbers when its ends are numbers, else texts by their code points.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueRange {
    Numbers(Range<f64>),
    Texts(Range<String>),
}

/// From here to there; a missing end is open.
#[derive(Debug, Clone, PartialEq)]
pub struct Range<T> {
    pub low: Option<Bound<T>>,
    pub high: Option<Bound<T>>,
}

/// One end of a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound<T> {
    pub value: T,
    pub inclusive: bool,
}

impl<T: Clone> Range<T> {
    /// Just this value.
    pub fn only(value: T) -> Self {
        let bound = || Some(Bound { value: value.clone(), inclusive: true });
        Self { low: bound(), high: bound() }
    }
}
