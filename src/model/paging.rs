//! Keyset paging: where a page starts, in which direction, and what a page holds.

use serde::{Deserialize, Serialize};

/// Page sizes a list offers.
pub const PAGE_SIZES: [usize; 3] = [25, 50, 100];

/// Where a page starts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Start {
    /// The first page.
    #[default]
    First,
    /// The last page.
    Last,
    /// The page after this row.
    After(Key),
    /// The page before this row.
    Before(Key),
    /// The page after so many rows, for programs that page by number.
    Skip(u32),
}

/// A row's place in an order: the sort column's value and the row's id, which breaks ties.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Key {
    #[serde(rename = "s")]
    pub sort: String,
    #[serde(rename = "i")]
    pub id: String,
}

impl Start {
    /// Whether rows are fetched against the order (and turned round afterwards).
    pub fn is_backward(&self) -> bool {
        matches!(self, Self::Last | Self::Before(_))
    }

    /// The row that bounds the page, if any.
    pub fn key(&self) -> Option<&Key> {
        match self {
            Self::After(key) | Self::Before(key) => Some(key),
            _ => None,
        }
    }
}

/// One page of rows and the keys of its neighbours.
#[derive(Debug, Clone)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Whether there are rows before this page.
    pub has_previous: bool,
    /// Whether there are rows after this page.
    pub has_next: bool,
}

impl<T> Page<T> {
    /// Makes a page of `size` rows from `size + 1` fetched ones, which were fetched in the direction of `start`.
    pub fn from_fetched(mut rows: Vec<T>, size: usize, start: &Start) -> Self {
        let more = rows.len() > size;
        rows.truncate(size);
        let backward = start.is_backward();
        if backward {
            rows.reverse();
        }
        let (has_previous, has_next) = match start {
            Start::First => (false, more),
            Start::Last => (more, false),
            Start::After(_) => (true, more),
            Start::Skip(rows) => (*rows > 0, more),
            Start::Before(_) => (more, true),
        };
        Self { rows, has_previous, has_next }
    }
}

/// How many rows match, as far as it is cheap to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Total {
    Exactly(i64),
    /// At least so many.
    AtLeast(i64),
}

impl std::fmt::Display for Total {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Exactly(n) => f.write_str(&grouped(*n)),
            Self::AtLeast(n) => write!(f, "{}+", grouped(*n)),
        }
    }
}

/// A number with its thousands apart: `12,345`.
pub fn grouped(n: i64) -> String {
    let digits = n.abs().to_string();
    let mut out = String::new();
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    if n < 0 { format!("-{out}") } else { out }
}
