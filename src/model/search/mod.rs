//! The query language of the users list and of the Management API's `q`: a text becomes a [`Filter`], or a [`Mistake`] with
//! its place and a way out. The log has the same grammar and fields of its own (`log`).
//!
//! `reader` splits the text into a [`syntax::Node`] tree and knows no field; `fields` is the table of what can be searched;
//! `typing` holds the one against the other. A new field is a line in `fields` and a column in the store's compiler.

mod cursor;
mod fields;
mod filter;
mod log;
mod mistake;
mod mode;
mod moment;
mod reader;
mod syntax;
mod typing;
pub mod values;

pub use fields::{COMMON_FIELDS, suggested};
pub use filter::{Bound, Comparison, Filter, IdentityField, Pattern, Range, Test, TextField, TimeField, ValueRange};
pub use log::{LogField, LogFilter, parse_log};
pub use mistake::Mistake;
pub use mode::{LEAST_ANYWHERE, Mode};

/// Longest query, in characters.
pub const MOST_CHARACTERS: usize = 2_000;
/// Most conditions of a query.
pub const MOST_CLAUSES: usize = 100;
/// Deepest nesting of parentheses and negations.
pub const MOST_DEPTH: usize = 20;

/// Reads a query. A blank one matches everybody.
pub fn parse(text: &str) -> Result<Filter, Mistake> {
    match reader::read(text)? {
        Some(node) => typing::filter(&node),
        None => Ok(Filter::All),
    }
}

/// A text as a phrase of the language, quoted so that it is taken literally.
pub fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests;
