//! What the indexes can find for a search: which conditions they serve, and the statement that asks them.

use super::connection::Backend;
use super::dialect::search as dialect;
use super::search_sql::{Compiler, table_of};
use crate::model::search::{Comparison, Filter, IdentityField, Test, TextField};
use crate::model::user::Status;

/// By what the users whom an index finds are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    UserId,
    /// The row's own number: on SQLite what every index of users holds, and the quickest way to the row.
    Seq,
}

impl Key {
    /// What all of these conditions can be joined by.
    pub fn of(backend: Backend, filters: &[Filter]) -> Self {
        let own = |filter: &Filter| {
            !matches!(
                filter,
                Filter::Role(_)
                    | Filter::Identity(..)
                    | Filter::Social(_)
                    | Filter::Metadata(..)
                    | Filter::ProfileData(..)
            )
        };
        if backend == Backend::Sqlite && filters.iter().all(own) { Self::Seq } else { Self::UserId }
    }

    pub fn column(self) -> &'static str {
        match self {
            Self::UserId => "user_id",
            Self::Seq => "seq",
        }
    }
}

impl Compiler<'_> {
    /// A statement that selects the keys of the users a filter's index finds; the filter is one that [`is_indexed`].
    pub fn candidates(&mut self, filter: &Filter, key: Key) -> String {
        let (tenant, column) = (self.tenant, key.column());
        match filter {
            Filter::Role(_)
            | Filter::Identity(..)
            | Filter::Social(_)
            | Filter::Metadata(..)
            | Filter::ProfileData(..) => {
                let (table, alias) = table_of(filter);
                let condition = self.there(filter, alias);
                format!(
                    "SELECT {alias}.user_id FROM {table} {alias} WHERE {alias}.tenant_id = ${tenant} AND {condition}"
                )
            }
            Filter::Anywhere(text) => self.by_substring(text, key),
            Filter::Text(_, Test::Matches(pattern)) if pattern.0[0].is_empty() => {
                // The index covers several attributes; what is found has to have it in this one.
                let found = self.by_substring(&pattern.longest().to_lowercase(), key);
                format!("{found} AND {}", self.condition(filter, "x"))
            }
            own => {
                let condition = self.condition(own, "x");
                // SQLite does not know how few an index of some users holds.
                let index = match (self.backend, index_of_some(own)) {
                    (Backend::Sqlite, Some(index)) => format!(" INDEXED BY {index}"),
                    _ => String::new(),
                };
                format!("SELECT x.{column} FROM users x{index} WHERE x.tenant_id = ${tenant} AND {condition}")
            }
        }
    }

    fn by_substring(&mut self, text: &str, key: Key) -> String {
        let (asked, whole) = self.substring(text);
        dialect::substring_candidates(self.backend, key.column(), self.tenant, asked, whole)
    }

    /// A condition that the index of substrings answers, of a filter that is [`by_substring`].
    pub fn found_by_substring(&mut self, filter: &Filter, of: &str) -> String {
        match filter {
            Filter::Anywhere(text) => self.substring_condition(text, of),
            Filter::Text(_, Test::Matches(pattern)) => {
                // As above: it has to stand in this attribute.
                let found = self.substring_condition(&pattern.longest().to_lowercase(), of);
                format!("{found} AND {}", self.condition(filter, of))
            }
            _ => "1 = 0".to_owned(),
        }
    }
}

/// Whether an index finds the users of a condition.
pub(super) fn is_indexed(filter: &Filter) -> bool {
    match filter {
        Filter::Anywhere(_) | Filter::Nobody(_) | Filter::Blocked(true) | Filter::EmailVerified(false) => true,
        Filter::Logins(_) | Filter::Time(..) | Filter::Connection(_) | Filter::Role(_) | Filter::Status(_) => true,
        Filter::Text(field, test) => match test {
            Test::Exists => false,
            Test::Equals(_) | Test::Between(_) => true,
            Test::Matches(pattern) => {
                !pattern.0[0].is_empty() || (in_search_text(*field) && pattern.longest().chars().count() >= 3)
            }
        },
        Filter::Called(test) | Filter::Domain(test) | Filter::Identity(_, test) => match test {
            Test::Exists => false,
            Test::Equals(_) | Test::Between(_) => true,
            Test::Matches(pattern) => !pattern.0[0].is_empty(),
        },
        Filter::Metadata(_, _, comparison) | Filter::ProfileData(_, comparison) => match comparison {
            Comparison::Matches(pattern) => !pattern.0[0].is_empty(),
            _ => true,
        },
        _ => false,
    }
}

/// Whether it is the index of substrings that finds the users of a condition.
pub(super) fn by_substring(filter: &Filter) -> bool {
    match filter {
        Filter::Anywhere(_) => true,
        Filter::Text(_, Test::Matches(pattern)) => pattern.0[0].is_empty(),
        _ => false,
    }
}

/// The index that holds just the users of a condition.
pub(super) fn index_of_some(filter: &Filter) -> Option<&'static str> {
    match filter {
        Filter::Status(Status::Blocked) | Filter::Blocked(true) => Some("users_blocked"),
        Filter::Status(Status::Pending) => Some("users_pending"),
        Filter::Status(Status::Active) => Some("users_active"),
        Filter::Status(Status::Unverified) | Filter::EmailVerified(false) => Some("users_unverified"),
        Filter::Connection(_) => Some("users_of_connection"),
        _ => None,
    }
}

/// Whether at most one user, or a handful, can match: no need to count.
pub(super) fn is_rare(filter: &Filter) -> bool {
    let unique = [TextField::UserId, TextField::Email, TextField::Username, TextField::PhoneNumber];
    match filter {
        Filter::Nobody(_) | Filter::Identity(IdentityField::UserId, Test::Equals(_)) => true,
        Filter::Text(field, Test::Equals(_)) => unique.contains(field),
        _ => false,
    }
}

/// Whether the index of substrings covers a field.
fn in_search_text(field: TextField) -> bool {
    !matches!(field, TextField::GivenName | TextField::FamilyName | TextField::LastIp)
}

/// Whether a condition's index may find a user more than once.
pub(super) fn may_repeat(filter: &Filter) -> bool {
    match filter {
        Filter::Metadata(_, _, Comparison::Equals(_, number))
        | Filter::ProfileData(_, Comparison::Equals(_, number)) => number.is_some(),
        Filter::Metadata(..) | Filter::ProfileData(..) | Filter::Identity(..) | Filter::Social(_) => true,
        _ => false,
    }
}
