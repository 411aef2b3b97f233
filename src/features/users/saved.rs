//! What editing verbs share: an edit that knows what it started from, and how it was saved.

use crate::error::{Error, Result};
use crate::model::JsonObject;
use crate::model::three_way;

/// An edit of something that others may edit at the same time.
#[derive(Debug, Clone)]
pub struct Edit<T> {
    pub yours: T,
    /// What the editor started from, if it is still known.
    pub original: Option<T>,
    /// The version it started from.
    pub version: i64,
}

/// How an edit was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// It was so already; nothing was written or logged.
    Unchanged,
    /// As typed.
    Whole,
    /// Together with what somebody else changed meanwhile.
    Joined,
}

pub(super) struct Joined {
    pub object: JsonObject,
    pub saved: Saved,
}

/// What is to be stored: yours if nobody saved in between, else both sides' changes; [`Error::Conflict`] if they clash.
pub(super) fn join(
    current: bool,
    original: Option<&JsonObject>,
    yours: &JsonObject,
    stored: &JsonObject,
) -> Result<Joined> {
    if current {
        return Ok(Joined { object: yours.clone(), saved: Saved::Whole });
    }
    let merge = three_way::join(original, yours, stored);
    if !merge.clashes.is_empty() {
        return Err(Error::Conflict);
    }
    let saved = if merge.merged == *yours { Saved::Whole } else { Saved::Joined };
    Ok(Joined { object: merge.merged, saved })
}
