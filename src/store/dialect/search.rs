//! What the two databases say differently about searching.

use super::super::connection::{AnyConnection, Backend};
use super::super::db::Tx;
use super::super::statement::Statement;
use crate::error::{Error, Result};
use crate::model::search::TextField;
use diesel::connection::SimpleConnection;
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

/// What the index of substrings is asked for a text, and the text as whoever is found is compared with it.
pub(in crate::store) struct Substring {
    pub asked: String,
    pub whole: String,
}

/// Of a text of three or more characters.
pub(in crate::store) fn substring(backend: Backend, text: &str) -> Substring {
    match backend {
        Backend::Sqlite => {
            let quoted = |part: &String| format!("\"{}\"", part.replace('"', "\"\""));
            let parts: Vec<_> = telling_parts(text).iter().map(quoted).collect();
            let whole = glob(backend, &[String::new(), text.to_owned(), String::new()]).bind;
            Substring { asked: parts.join(" AND "), whole }
        }
        Backend::Postgres => {
            Substring { asked: format!("%{}%", super::escape_like(&telling_window(text))), whole: text.to_owned() }
        }
    }
}

/// A condition that finds that text anywhere in the search text of `of`, by the index; the binds are those of a [`Substring`].
pub(in crate::store) fn substring_condition(backend: Backend, of: &str, asked: usize, whole: usize) -> String {
    match backend {
        Backend::Sqlite => format!(
            "({of}.seq IN (SELECT rowid FROM users_search WHERE users_search MATCH ${asked}) AND {})",
            compared(backend, of, whole)
        ),
        Backend::Postgres => format!("({of}.search_text LIKE ${asked} AND {})", compared(backend, of, whole)),
    }
}

/// The same without the index.
pub(in crate::store) fn compared(backend: Backend, of: &str, whole: usize) -> String {
    match backend {
        Backend::Sqlite => format!("{of}.search_text GLOB ${whole}"),
        // Not by a pattern: the database would go to the index for it.
        Backend::Postgres => format!("strpos({of}.search_text, ${whole}) > 0"),
    }
}

/// Ends a subquery that is to be asked row by row. PostgreSQL would rather find all who match, for the few it is asked about.
pub(in crate::store) fn row_by_row(backend: Backend) -> &'static str {
    match backend {
        Backend::Sqlite => "",
        Backend::Postgres => " OFFSET 0",
    }
}

/// A column of the users it finds.
pub(in crate::store) fn substring_candidates(
    backend: Backend,
    column: &str,
    tenant: usize,
    asked: usize,
    whole: usize,
) -> String {
    match backend {
        Backend::Sqlite => format!(
            "SELECT x.{column} FROM users_search s CROSS JOIN users x ON x.seq = s.rowid \
             WHERE s.users_search MATCH ${asked} AND x.tenant_id = ${tenant} AND {}",
            compared(backend, "x", whole)
        ),
        Backend::Postgres => {
            let condition = substring_condition(backend, "x", asked, whole);
            format!("SELECT x.{column} FROM users x WHERE x.tenant_id = ${tenant} AND {condition}")
        }
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

/// The same for PostgreSQL, whose index also knows where words begin and end: one stretch of a long text. What follows the
/// `@` of an address is shared by many.
fn telling_window(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let local = chars.iter().position(|c| *c == '@').map_or(chars.len(), |at| at + 1);
    let chars = if local >= WHOLE { &chars[..local] } else { &chars[..] };
    // Its index knows letters and digits alone.
    let says = |c: &char| if c.is_alphanumeric() { rarity(*c) } else { 0 };
    let window = chars.windows(WHOLE).max_by_key(|window| window.iter().map(says).sum::<usize>());
    window.unwrap_or(chars).iter().collect()
}

/// How much a character says, roughly: the letters of names in the order of how common they are, then all else.
fn rarity(c: char) -> usize {
    const COMMON: &str = "aeinorls.tmdhcukgybp@vfzjwxq";
    COMMON.chars().position(|common| common == c).unwrap_or(COMMON.len())
}

/// What SQLite says when [`gatehouse_in_time`] stops a statement.
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

/// Has PostgreSQL stop each statement of the transaction that needs longer; SQLite is told by [`in_time`].
pub(in crate::store) fn limit(tx: &mut Tx, budget: Duration) -> Result<()> {
    if let AnyConnection::Postgres(conn) = tx.conn() {
        conn.batch_execute(&format!("SET LOCAL statement_timeout = {}", budget.as_millis().max(1)))?;
    }
    Ok(())
}

/// A condition that stops a statement on SQLite once its time is over. It is asked of one row in sixteen, since asking takes
/// longer than looking; `row` numbers them.
pub(in crate::store) fn in_time(statement: &mut Statement, budget: Duration, row: &str) -> String {
    let budget = i64::try_from(budget.as_millis()).unwrap_or(i64::MAX);
    let deadline = statement.bind(wall_clock().saturating_add(budget));
    format!("(({row} >> 4) & 15 <> 0 OR gatehouse_in_time(${deadline}, {row}))")
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
        assert_eq!(substring(Backend::Sqlite, "say \"hi\"").asked, "\"say \"\"hi\"\"\"");
        assert_eq!(telling_window("okafor"), "okafor");
        assert_eq!(telling_window("jane.smith.90210@mail.example"), "th.90210");
        assert_eq!(telling_window("jo@mail.qxz.example"), "qxz.exam");
    }
}
