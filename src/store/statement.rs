//! A statement spelled as text with numbered binds, for what diesel's builder cannot say on both databases.
//!
//! Unlike `diesel::sql_query`, a statement of this kind is prepared once a connection and found again by its text: the
//! same list asked for twice is not parsed and planned twice. Statements whose text varies without bounds (a search in
//! the query language) say so with [`Statement::once`], or the connection would keep every one of them.

use super::connection::{AnyConnection, MultiBackend};
use super::db::Tx;
use crate::error::Result;
use crate::model::Timestamp;
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Double, Text, Timestamp as SqlTimestamp, Untyped};

/// A value that goes with a statement.
#[derive(Debug, Clone)]
pub(super) enum Bind {
    Text(String),
    Number(i64),
    Real(f64),
    Time(Timestamp),
}

impl From<&str> for Bind {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}

impl From<String> for Bind {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}

impl From<i64> for Bind {
    fn from(value: i64) -> Self {
        Self::Number(value)
    }
}

impl From<Timestamp> for Bind {
    fn from(value: Timestamp) -> Self {
        Self::Time(value)
    }
}

/// A statement in the making: its text, in which `$1` is the first bind, and its binds.
#[derive(Debug, Clone, Default)]
pub(super) struct Statement {
    pub text: String,
    binds: Vec<Bind>,
    once: bool,
}

impl Statement {
    /// With a text whose binds follow.
    pub fn new(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }

    /// Adds the next bind.
    pub fn with(mut self, bind: impl Into<Bind>) -> Self {
        self.bind(bind);
        self
    }

    /// Adds the next bind and answers with its number.
    pub fn bind(&mut self, bind: impl Into<Bind>) -> usize {
        self.binds.push(bind.into());
        self.binds.len()
    }

    /// Its text with the binds written into it, for a look at its plan.
    pub fn spelled_out(&self) -> String {
        let (mut out, mut rest) = (String::new(), self.text.as_str());
        while let Some((before, index, after)) = next_bind(rest) {
            out.push_str(before);
            out.push_str(&match self.binds.get(index) {
                Some(Bind::Text(v)) => format!("'{}'", v.replace('\'', "''")),
                Some(Bind::Number(v)) => v.to_string(),
                Some(Bind::Real(v)) => v.to_string(),
                Some(Bind::Time(v)) => format!("'{v}'"),
                None => "NULL".to_owned(),
            });
            rest = after;
        }
        out + rest
    }

    /// Is not kept prepared: its text will hardly come again.
    pub fn once(self) -> Self {
        self.once_if(true)
    }

    /// Is not kept prepared if so.
    pub fn once_if(mut self, once: bool) -> Self {
        self.once = once;
        self
    }

    /// Its rows.
    pub fn load<T: QueryableByName<MultiBackend> + 'static>(self, tx: &mut Tx) -> Result<Vec<T>> {
        Ok(RunQueryDsl::load(self, tx.conn())?)
    }

    /// Its first row.
    pub fn first<T: QueryableByName<MultiBackend> + 'static>(self, tx: &mut Tx) -> Result<Option<T>> {
        Ok(RunQueryDsl::get_result(self, tx.conn()).optional()?)
    }

    /// The number it selects under the name `n`.
    pub fn number(self, tx: &mut Tx) -> Result<i64> {
        #[derive(QueryableByName)]
        struct Row {
            #[diesel(sql_type = BigInt)]
            n: i64,
        }
        Ok(self.first::<Row>(tx)?.map_or(0, |row| row.n))
    }
}

/// Splits off what stands before the next `$n`: the text, the bind's index, the rest.
fn next_bind(text: &str) -> Option<(&str, usize, &str)> {
    let (before, after) = text.split_once('$')?;
    let digits = after.find(|c: char| !c.is_ascii_digit()).unwrap_or(after.len());
    let number: usize = after[..digits].parse().ok()?;
    Some((before, number.checked_sub(1)?, &after[digits..]))
}

impl QueryFragment<MultiBackend> for Statement {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, MultiBackend>) -> QueryResult<()> {
        if self.once {
            out.unsafe_to_cache_prepared();
        }
        let mut rest = self.text.as_str();
        while let Some((before, index, after)) = next_bind(rest) {
            out.push_sql(before);
            let Some(bind) = self.binds.get(index) else {
                return Err(diesel::result::Error::QueryBuilderError(format!("no bind ${}", index + 1).into()));
            };
            match bind {
                Bind::Text(v) => out.push_bind_param::<Text, _>(v)?,
                Bind::Number(v) => out.push_bind_param::<BigInt, _>(v)?,
                Bind::Real(v) => out.push_bind_param::<Double, _>(v)?,
                Bind::Time(v) => out.push_bind_param::<SqlTimestamp, _>(v)?,
            }
            rest = after;
        }
        out.push_sql(rest);
        Ok(())
    }
}

impl QueryId for Statement {
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Statement {
    type SqlType = Untyped;
}

impl RunQueryDsl<AnyConnection> for Statement {}

#[cfg(test)]
mod tests {
    use super::next_bind;

    #[test]
    fn finds_binds_of_any_number_of_digits() {
        assert_eq!(next_bind("a = $12)"), Some(("a = ", 11, ")")));
        assert_eq!(next_bind("a = $1"), Some(("a = ", 0, "")));
        assert_eq!(next_bind("price in dollars"), None);
    }
}
