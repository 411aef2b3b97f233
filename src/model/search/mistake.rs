//! What is wrong with a query, where, and what to write instead.

use std::fmt;
use std::ops::Range;

/// One mistake: the first that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// Where it stands, in characters from 0; empty at the end of the text when something is missing there.
    pub at: Range<usize>,
    /// A sentence that says what is wrong.
    pub message: String,
    /// A sentence that says what to do, empty where nothing better than the message is known.
    pub suggestion: String,
}

impl Mistake {
    pub(super) fn new(at: Range<usize>, message: impl Into<String>) -> Self {
        Self { at, message: message.into(), suggestion: String::new() }
    }

    pub(super) fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.suggestion = suggestion.into();
        self
    }

    /// The query in three parts: before the mistake, the mistake itself, and after it.
    pub fn split<'q>(&self, query: &'q str) -> (&'q str, &'q str, &'q str) {
        let byte = |n: usize| query.char_indices().nth(n).map_or(query.len(), |(at, _)| at);
        let (from, to) = (byte(self.at.start), byte(self.at.end));
        (&query[..from], &query[from..to], &query[to..])
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (at character {})", self.message, self.at.start + 1)?;
        if self.suggestion.is_empty() { Ok(()) } else { write!(f, " {}", self.suggestion) }
    }
}
