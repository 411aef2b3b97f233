//! The time a list of events covers, as it stands in the address: so many days, or from one day to another.

use crate::http::hall::address::Address;
use crate::http::hall::shown::{Clock, day};
use crate::model::Timestamp;
use crate::model::paging::grouped;
use chrono::{Days, NaiveDate, TimeDelta};

/// Days that are offered, as far as the log is kept.
const OFFERED: [i64; 3] = [2, 7, 30];

/// A span of time, always within what is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Range {
    /// So many days up to now.
    Days(i64),
    /// From the first day to the last, both included.
    Between(NaiveDate, NaiveDate),
}

/// The range an address asks for, and why it could not be had as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub range: Range,
    /// As typed, for the two fields.
    pub from: String,
    pub to: String,
    pub error: &'static str,
}

/// Reads `range`, `from` and `to`; `kept` is the retention in days.
pub fn read(address: &Address, default: i64, kept: i64) -> Asked {
    let (from, to) = (address.get("from").unwrap_or_default(), address.get("to").unwrap_or_default());
    let days = days(address, kept).unwrap_or(default.min(kept));
    let asked = |range, error| Asked { range, from: short(from), to: short(to), error };
    if from.is_empty() && to.is_empty() {
        return asked(Range::Days(days), "");
    }
    match (from.parse::<NaiveDate>(), to.parse::<NaiveDate>()) {
        (Ok(first), Ok(last)) if first <= last && sane(first) && sane(last) => asked(Range::Between(first, last), ""),
        (Ok(first), Ok(last)) if first > last => {
            asked(Range::Days(days), "The first day must not be after the last one.")
        }
        _ => asked(Range::Days(days), "Give both days, each as year, month and day: 2026-11-21."),
    }
}

fn days(address: &Address, kept: i64) -> Option<i64> {
    let days = address.get("range")?.parse().ok().filter(|days| (1..=kept).contains(days));
    if days.is_none() {
        address.refuse("range", &format!("a number of days from 1 to {kept}, for as long as the log is kept"));
    }
    days
}

fn short(text: &str) -> String {
    text.chars().take(20).collect()
}

/// Years that both databases can hold and that people mean.
fn sane(day: NaiveDate) -> bool {
    use chrono::Datelike;
    (1970..=9999).contains(&day.year())
}

impl Range {
    /// The first instant that belongs to it and the first one after it, no further back than what is kept. Days are those of
    /// the operator's clock.
    pub fn bounds(self, clock: Clock, kept: i64) -> (Timestamp, Timestamp) {
        let Clock { now, zone } = clock;
        let horizon = now - TimeDelta::days(kept);
        match self {
            // An event of this very moment belongs to it.
            Self::Days(days) => ((now - TimeDelta::days(days)).max(horizon), now + TimeDelta::days(1)),
            Self::Between(first, last) => {
                let end = last.checked_add_days(Days::new(1)).unwrap_or(last);
                (zone.start_of(first).max(horizon), zone.start_of(end))
            }
        }
    }

    /// The words on the button.
    pub fn label(self) -> String {
        match self {
            Self::Days(1) => "Last day".to_owned(),
            Self::Days(days) => format!("Last {} days", grouped(days)),
            Self::Between(first, last) if first == last => day(first),
            Self::Between(first, last) => format!("{} – {}", day(first), day(last)),
        }
    }

    /// The words inside a sentence: "in the last 2 days".
    pub fn within(self) -> String {
        match self {
            Self::Days(1) => "in the last day".to_owned(),
            Self::Days(days) => format!("in the last {} days", grouped(days)),
            Self::Between(first, last) if first == last => format!("on {}", day(first)),
            Self::Between(first, last) => format!("from {} to {}", day(first), day(last)),
        }
    }

    /// Its parameters in an address; none for the default.
    pub fn pairs(self, default: i64) -> Vec<(&'static str, String)> {
        match self {
            Self::Days(days) if days == default => Vec::new(),
            Self::Days(days) => vec![("range", days.to_string())],
            Self::Between(first, last) => vec![("from", first.to_string()), ("to", last.to_string())],
        }
    }

    /// The next wider one that is offered.
    pub fn wider(self, kept: i64) -> Option<Self> {
        match self {
            Self::Days(days) => offered(kept).into_iter().find(|d| *d > days).map(Self::Days),
            Self::Between(..) => None,
        }
    }
}

/// The days to offer: up to all that is kept, which comes last.
pub fn offered(kept: i64) -> Vec<i64> {
    OFFERED.into_iter().filter(|d| *d < kept).chain([kept]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time_zone::TimeZone;

    fn asked(query: &str) -> Asked {
        read(&Address::read(query).unwrap(), 2, 30)
    }

    #[test]
    fn what_is_not_kept_cannot_be_asked_for() {
        for wrong in ["31", "0", "-1", "week"] {
            let address = Address::read(&format!("range={wrong}")).unwrap();
            assert_eq!((read(&address, 2, 30).range, address.is_followed()), (Range::Days(2), false), "{wrong}");
        }
        assert_eq!(asked("range=30").range, Range::Days(30));
        assert_eq!(offered(30), [2, 7, 30]);
        assert_eq!(offered(3), [2, 3]);
        let now = "2026-11-21T00:00:00".parse().unwrap();
        let utc = Clock { now, zone: TimeZone::UTC };
        let long_ago = asked("from=2020-01-01&to=2026-11-21").range;
        assert_eq!(long_ago.bounds(utc, 30), (now - TimeDelta::days(30), now + TimeDelta::days(1)));
    }

    #[test]
    fn days_are_those_of_the_operators_clock() {
        let now = "2026-11-21T14:14:00".parse().unwrap();
        let clock = Clock { now, zone: TimeZone::parse("Asia/Tokyo").unwrap() };
        let (from, to) = asked("from=2026-11-20&to=2026-11-20").range.bounds(clock, 30);
        assert_eq!(from, "2026-11-19T15:00:00".parse().unwrap());
        assert_eq!(to, "2026-11-20T15:00:00".parse().unwrap());
    }

    #[test]
    fn a_mistake_is_said_and_kept_as_typed() {
        let wrong = asked("from=2026-11-21&to=2026-11-01");
        assert!(!wrong.error.is_empty() && wrong.from == "2026-11-21" && wrong.range == Range::Days(2));
        assert!(!asked("from=yesterday&to=").error.is_empty());
    }
}
