//! Times in a seed: counted from the clock (`-2d4h`, `+30d`), or absolute.

use crate::model::Timestamp;
use chrono::{DateTime, Duration, SubsecRound};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

/// A point in time as written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// So long before now; after it when negative.
    Ago(Duration),
    At(Timestamp),
}

impl Moment {
    /// The instant it means.
    pub fn resolve(self, now: Timestamp) -> Timestamp {
        match self {
            Self::Ago(span) => now - span,
            Self::At(at) => at,
        }
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        if let Some(span) = text.strip_prefix('-').and_then(span) {
            return Ok(Self::Ago(span));
        }
        if let Some(span) = text.strip_prefix('+').and_then(span) {
            return Ok(Self::Ago(-span));
        }
        let at = DateTime::parse_from_rfc3339(&text).map_err(|_| {
            D::Error::custom(format!("“{text}” is no time: write -12m, -3h, -2d4h, +30d, or 2026-01-15T09:30:00Z"))
        })?;
        Ok(Self::At(at.naive_utc().trunc_subsecs(3)))
    }
}

/// A length of time as written: `30m`, `5h40m`, `3d1h`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span(pub Duration);

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        let words = || D::Error::custom(format!("“{text}” is no length of time: write 30m, 18h or 3d1h"));
        span(&text).map(Self).ok_or_else(words)
    }
}

/// Longest span accepted, so that no sum of them leaves the calendar: a century.
const LONGEST_DAYS: i64 = 36_525;

fn span(text: &str) -> Option<Duration> {
    let mut total = Duration::zero();
    let mut digits = String::new();
    for c in text.chars() {
        if c.is_ascii_digit() {
            digits.push(c);
            continue;
        }
        let n: i64 = digits.parse().ok()?;
        digits.clear();
        let part = match c {
            's' => Duration::try_seconds(n),
            'm' => Duration::try_minutes(n),
            'h' => Duration::try_hours(n),
            'd' => Duration::try_days(n),
            _ => None,
        };
        total = total.checked_add(&part?)?;
    }
    (digits.is_empty() && !text.is_empty() && total <= Duration::try_days(LONGEST_DAYS)?).then_some(total)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_add_up_and_nonsense_is_none() {
        assert_eq!(span("2d4h"), Some(Duration::hours(52)));
        assert_eq!(span("31m20s"), Some(Duration::seconds(31 * 60 + 20)));
        for wrong in ["", "12", "m", "4x", "1d2", "-3h", "99999999999999999999d", "40000d"] {
            assert_eq!(span(wrong), None, "{wrong}");
        }
    }
}
