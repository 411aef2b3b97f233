//! Keyset paging over a text that sorts and an id that breaks ties: what all lists by name have in common.

use super::dialect::escape_like;
use super::statement::Statement;
use crate::model::paging::Start;

/// The pieces of a statement that fetch one page.
pub struct Keyset {
    /// ` AND …`, or nothing on the first and the last page.
    pub condition: String,
    /// What follows `ORDER BY`.
    pub order: String,
}

impl Keyset {
    /// Over two expressions; the key's binds are `$n` and the one after it, see [`with_key`].
    pub fn new(sort: &str, id: &str, start: &Start, n: usize) -> Self {
        let (comparison, direction) = if start.is_backward() { ("<", "DESC") } else { (">", "ASC") };
        let condition =
            start.key().map_or(String::new(), |_| format!(" AND ({sort}, {id}) {comparison} (${n}, ${})", n + 1));
        Self { condition, order: format!("{sort} {direction}, {id} {direction}") }
    }
}

/// Adds the binds of a page's key, where there is one.
pub fn with_key(statement: Statement, start: &Start) -> Statement {
    match start.key() {
        Some(key) => statement.with(key.sort.as_str()).with(key.id.as_str()),
        None => statement,
    }
}

/// A LIKE pattern (escaped by a backslash) for texts that contain this one, in the lower case of `A` to `Z`, which is
/// all that both databases agree on.
pub fn containing(search: &str) -> String {
    format!("%{}%", escape_like(&search.trim().to_ascii_lowercase()))
}
