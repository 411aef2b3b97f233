//! The one place that asks the machine for the time: everything else is told it.

use crate::model::Timestamp;
use chrono::{SubsecRound, Utc};

/// Where the time comes from.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// The machine's clock.
    System,
    /// An instant at which time stands still (development mode: the same pixels each time).
    Frozen(Timestamp),
}

impl Clock {
    /// Now, in UTC, cut to milliseconds: the precision both databases keep.
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(self) -> Timestamp {
        match self {
            Self::System => Utc::now().naive_utc().trunc_subsecs(3),
            Self::Frozen(at) => at,
        }
    }

    /// Whether time stands still.
    pub fn is_frozen(self) -> bool {
        matches!(self, Self::Frozen(_))
    }
}
