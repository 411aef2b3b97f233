//! "Jump to": a place in a long list by what it is sorted by, instead of page by page.

use super::list::Address;
use crate::features::users::list::Sort;
use crate::http::hall::shown::Clock;
use crate::model::Timestamp;
use crate::model::paging::{Key, Start};
use chrono::{Days, NaiveDate};

/// The field below the list.
pub(super) struct Jump {
    pub label: &'static str,
    /// Of the field.
    pub kind: &'static str,
    pub value: String,
    /// Name and value of what of the list's address it keeps.
    pub kept: Vec<(&'static str, String)>,
    /// What is wrong with the value; empty when nothing is.
    pub problem: &'static str,
}

impl Jump {
    /// For a list, with what was typed; none where it is sorted by something of a few values.
    pub fn of(address: &Address, typed: Option<&str>, problem: &'static str) -> Option<Self> {
        let (label, kind) = match address.sort() {
            Sort::Name => ("Jump to a name", "text"),
            Sort::Connection => ("Jump to a connection", "text"),
            Sort::Logins => ("Jump to a number of logins", "number"),
            Sort::LatestLogin | Sort::Created => ("Jump to a day", "date"),
            Sort::Status => return None,
        };
        // A field of another kind would not hold what was typed.
        let kind = if problem.is_empty() { kind } else { "text" };
        Some(Self { label, kind, value: typed.unwrap_or_default().to_owned(), kept: address.pairs(), problem })
    }
}

/// Where the list starts: with the first user who has this value, or the one who comes next.
pub(super) fn start(sort: Sort, descending: bool, typed: &str, clock: Clock) -> Result<Start, &'static str> {
    let typed = typed.trim();
    // No user has an empty id, so that nobody is passed over.
    let key = |sort| Ok(Start::After(Key { sort, id: String::new() }));
    // Against the order it begins behind the last who has it.
    let text = |from: String| key(if descending { format!("{from}\u{10FFFF}") } else { from });
    match sort {
        Sort::Name => text(typed.to_lowercase()),
        Sort::Connection => text(typed.to_owned()),
        Sort::Logins => {
            let n: i64 = typed.parse().map_err(|_| "Give a whole number, for example 100.")?;
            key(n.saturating_add(i64::from(descending)).to_string())
        }
        Sort::LatestLogin | Sort::Created => {
            key(day(typed, descending, clock).ok_or("Give a day as year-month-day, for example 2026-03-31.")?)
        }
        Sort::Status => Ok(Start::First),
    }
}

/// The first instant of a day, or of the next one.
fn day(typed: &str, next: bool, clock: Clock) -> Option<String> {
    let day = NaiveDate::parse_from_str(typed, "%Y-%m-%d").ok()?;
    let at: Timestamp = clock.zone.start_of(day.checked_add_days(Days::new(u64::from(next)))?);
    Some(at.and_utc().timestamp_millis().to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::time_zone::TimeZone;

    fn at(sort: Sort, descending: bool, typed: &str) -> Option<String> {
        let clock = Clock { now: Timestamp::default(), zone: TimeZone::parse("Europe/Berlin").unwrap() };
        start(sort, descending, typed, clock).ok().and_then(|start| start.key().map(|key| key.sort.clone()))
    }

    #[test]
    fn a_value_is_the_place_before_whoever_has_it() {
        assert_eq!(at(Sort::Name, false, " Øre"), Some("øre".into()));
        assert_eq!(at(Sort::Name, true, "Ø"), Some("ø\u{10FFFF}".into()));
        assert_eq!(at(Sort::Logins, false, "7"), Some("7".into()));
        assert_eq!(at(Sort::Logins, true, "7"), Some("8".into()));
        assert_eq!(at(Sort::Logins, true, "many"), None);
        // The day of the operator's clock, an hour ahead.
        assert_eq!(at(Sort::Created, false, "1970-01-02"), Some("82800000".into()));
        assert_eq!(at(Sort::Created, true, "1970-01-01"), Some("82800000".into()));
        assert_eq!(at(Sort::Created, true, "+262142-12-31"), None);
    }
}
