//! What the two databases say differently about searching.

use super::super::connection::Backend;
use crate::error::{Error, Result};
use crate::model::search::TextField;
use diesel::deserialize::{self, FromSql};
use diesel::prelude::*;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::{BigInt, Bool};
use diesel::sqlite::{Sqlite, SqliteValue};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A comparison with a pattern, and the pattern as its operator wants it.
pub(in crate::store) struct Glob {
    pub operator: &'static str,
    pub bind: String,
}

/// A pattern of literal parts between which anything may stand; upper and lower case differ.
pub(in crate::store) fn glob(backend: Backend, parts: &[String]) -> Glob {
    match backend {
        Backend::Sqlite => {
            let escape = |c: char| if "*?[".contains(c) { format!("[{c}]") } else { c.to_string() };
            let parts: Vec<String> = parts.iter().map(|part| part.chars().map(escape).collect()).collect();
            Glob { operator: "GLOB", bind: parts.join("*") }
        }
        Backend::Postgres => {
            let parts: Vec<String> = parts.iter().map(|part| super::escape_like(part)).collect();
            Glob { operator: "LIKE", bind: parts.join("%") }
        }
    }
}

/// A column compared byte by byte, as its index is.
pub(in crate::store) fn bytewise(backend: Backend, column: &str) -> String {
    match backend {
        Backend::Sqlite => column.to_owned(),
        Backend::Postgres => format!("{column} COLLATE \"C\""),
    }
}

/// A text attribute of the users of an alias, spelled as its index is: folded where upper and lower case are alike.
pub(in crate::store) fn text_column(backend: Backend, field: TextField, of: &str) -> String {
    let plain = |column: &str| bytewise(backend, &format!("{of}.{column}"));
    let folded = |column: &str| format!("lower({})", bytewise(backend, &format!("{of}.{column}")));
    match field {
        TextField::UserId => format!("{of}.user_id"),
        TextField::Name => format!("{of}.name_key"),
        TextField::Email => folded("email"),
        TextField::GivenName => folded("given_name"),
        TextField::FamilyName => folded("family_name"),
        TextField::Nickname => folded("nickname"),
        TextField::Username => plain("username"),
        TextField::PhoneNumber => plain("phone_number"),
        TextField::LastIp => plain("last_ip"),
    }
}

/// What follows the `@` of the email address, likewise.
pub(in crate::store) fn domain_column(backend: Backend, of: &str) -> String {
    match backend {
        Backend::Sqlite => format!("lower(substr({of}.email, instr({of}.email, '@') + 1))"),
        Backend::Postgres => format!("lower(substr({of}.email, strpos({of}.email, '@') + 1) COLLATE \"C\")"),
    }
}

/// A condition that finds a text of three or more characters anywhere in the search text of `of`. The binds are those of
/// [`substring_bind`] and of a [`glob`] for the same text.
pub(in crate::store) fn substring_condition(backend: Backend, of: &str, n: usize, glob: usize) -> String {
    match backend {
        Backend::Sqlite => format!(
            "({of}.seq IN (SELECT rowid FROM users_search WHERE users_search MATCH ${n}) AND {of}.search_text GLOB ${glob})"
        ),
        Backend::Postgres => format!("{of}.search_text LIKE ${n}"),
    }
}

/// A column of the users it finds.
pub(in crate::store) fn substring_candidates(
    backend: Backend,
    column: &str,
    tenant: usize,
    n: usize,
    glob: usize,
) -> String {
    match backend {
        Backend::Sqlite => format!(
            "SELECT x.{column} FROM users_search s CROSS JOIN users x ON x.seq = s.rowid \
             WHERE s.users_search MATCH ${n} AND x.tenant_id = ${tenant} AND x.search_text GLOB ${glob}"
        ),
        Backend::Postgres => {
            format!("SELECT x.{column} FROM users x WHERE x.tenant_id = ${tenant} AND x.search_text LIKE ${n}")
        }
    }
}

/// The bind that goes with these.
pub(in crate::store) fn substring_bind(backend: Backend, text: &str) -> String {
    match backend {
        Backend::Sqlite => {
            let parts: Vec<_> = telling_parts(text).iter().map(|p| format!("\"{}\"", p.replace('"', "\"\""))).collect();
            parts.join(" AND ")
        }
        Backend::Postgres => format!("%{}%", super::escape_like(text)),
    }
}

/// Texts up to so many characters are looked for whole.
const WHOLE: usize = 8;
/// Of longer ones, so many groups of three.
const PARTS: usize = 4;

/// What the index of substrings is asked for: it takes its time for each group of three letters, and a long text has many
/// that are in every address. The rarest say enough; whoever is found is compared with the whole text.
fn telling_parts(text: &str) -> Vec<String> {
    let chars: Vec<char> = text.chars().collect();
    if chars.len() <= WHOLE {
        return vec![text.to_owned()];
    }
    let mut groups: Vec<&[char]> = chars.windows(3).collect();
    groups.sort_by_key(|group| std::cmp::Reverse(group.iter().map(|c| rarity(*c)).sum::<usize>()));
    let mut parts = Vec::with_capacity(PARTS);
    for part in groups.into_iter().map(|group| group.iter().collect::<String>()) {
        if parts.len() < PARTS && !parts.contains(&part) {
            parts.push(part);
        }
    }
    parts
}

/// How much a character says, roughly: the letters of names in the order of how common they are, then all else.
fn rarity(c: char) -> usize {
    const COMMON: &str = "aeinorls.tmdhcukgybp@vfzjwxq";
    COMMON.chars().position(|common| common == c).unwrap_or(COMMON.len())
}

/// What SQLite says when [`in_time`] stops a statement.
const OVER: &str = "the time of this search is over";

#[declare_sql_function]
extern "SQL" {
    /// True until the wall clock passes a deadline in milliseconds; then it fails, and with it the statement. The second
    /// argument ties it to a row, or it would be asked once.
    fn gatehouse_in_time(deadline: BigInt, row: BigInt) -> Bool;
}

/// The answer of [`gatehouse_in_time`].
#[derive(Debug)]
struct InTime(bool);

impl ToSql<Bool, Sqlite> for InTime {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Sqlite>) -> serialize::Result {
        if !self.0 {
            return Err(OVER.into());
        }
        out.set_value(1_i32);
        Ok(serialize::IsNull::No)
    }
}

impl FromSql<Bool, Sqlite> for InTime {
    fn from_sql(value: SqliteValue<'_, '_, '_>) -> deserialize::Result<Self> {
        <bool as FromSql<Bool, Sqlite>>::from_sql(value).map(Self)
    }
}

/// Gives a connection the function. SQLite has no time limit of its own, and its way to be interrupted cannot be reached
/// without unsafe code.
pub(in crate::store) fn register_in_time(conn: &mut SqliteConnection) -> QueryResult<()> {
    gatehouse_in_time_utils::register_nondeterministic_impl(conn, |deadline: i64, _row: i64| {
        InTime(wall_clock() < deadline)
    })
}

/// The moment a search that begins now has to be over, as [`gatehouse_in_time`] takes it.
pub(in crate::store) fn deadline(budget: Duration) -> i64 {
    wall_clock().saturating_add(i64::try_from(budget.as_millis()).unwrap_or(i64::MAX))
}

#[expect(clippy::disallowed_methods, reason = "a time limit is about real time, whatever the product's clock says")]
fn wall_clock() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_millis()).unwrap_or(i64::MAX)
}

/// A statement that was stopped for its time says so.
pub(in crate::store) fn too_slow<T>(result: Result<T>) -> Result<T> {
    let stopped = |text: &str| text.contains(OVER) || text.contains("statement timeout");
    match result {
        Err(Error::Unavailable(text) | Error::Internal(text)) if stopped(&text) => Err(Error::TooSlow),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_looked_for_by_what_is_rare_in_it() {
        assert_eq!(telling_parts("okafor"), ["okafor"]);
        let parts = telling_parts("jane.smith.90210@mail.example");
        assert_eq!(parts.len(), PARTS);
        assert!(parts.contains(&"902".to_owned()) && !parts.contains(&"ail".to_owned()), "{parts:?}");
        assert_eq!(telling_parts("aaaaaaaaaaaa"), ["aaa"]);
        assert_eq!(substring_bind(Backend::Sqlite, "say \"hi\""), "\"say \"\"hi\"\"\"");
    }
}
