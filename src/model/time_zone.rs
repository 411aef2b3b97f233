//! A time zone, by its IANA name: how an operator reads the clock.

use super::Timestamp;
use chrono::{NaiveDate, NaiveTime, Offset, TimeDelta, TimeZone as _};
use chrono_tz::{OffsetName, TZ_VARIANTS, Tz};
use serde::{Deserialize, Serialize};

/// Longest time that a change of the clock has ever skipped: Samoa left out a day in 2011.
const LONGEST_GAP: i64 = 25 * 60;

/// A time zone; UTC unless somebody chooses another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub struct TimeZone(Tz);

impl TimeZone {
    /// Coordinated Universal Time.
    pub const UTC: Self = Self(Tz::UTC);

    /// Reads a name such as `Europe/Berlin`, whatever its case.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim();
        // Read with every call of an operator.
        if name == Self::UTC.name() {
            return Some(Self::UTC);
        }
        let zone = TZ_VARIANTS.iter().find(|zone| zone.name().eq_ignore_ascii_case(name))?;
        Some(if Self(*zone).is_utc() { Self::UTC } else { Self(*zone) })
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        self.0.name()
    }

    /// The names that are offered: those of places, and UTC first.
    pub fn names() -> impl Iterator<Item = &'static str> {
        let of_places =
            |name: &&str| name.contains('/') && !["Etc/", "SystemV/", "US/"].iter().any(|p| name.starts_with(p));
        std::iter::once(Self::UTC.name()).chain(TZ_VARIANTS.iter().map(|zone| zone.name()).filter(of_places))
    }

    fn is_utc(self) -> bool {
        ["UTC", "Etc/UTC", "Etc/UCT", "UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"].contains(&self.name())
    }

    /// What clocks there show at an instant.
    pub fn local(self, at: Timestamp) -> Timestamp {
        if self == Self::UTC { at } else { self.0.from_utc_datetime(&at).naive_local() }
    }

    /// What the zone is called at an instant: `UTC`, `CET`, `CEST`, or `UTC+03` where it has no letters of its own.
    pub fn letters(self, at: Timestamp) -> String {
        let offset = self.0.offset_from_utc_datetime(&at);
        match offset.abbreviation() {
            Some(letters) if letters.starts_with(|c: char| c.is_alphabetic()) => letters.to_owned(),
            _ => {
                let minutes = offset.fix().local_minus_utc() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                let rest = match minutes.abs() % 60 {
                    0 => String::new(),
                    rest => format!(":{rest:02}"),
                };
                format!("UTC{sign}{:02}{rest}", minutes.abs() / 60)
            }
        }
    }

    /// The first instant of a day there. Where the clock skips midnight, the day begins later.
    pub fn start_of(self, day: NaiveDate) -> Timestamp {
        let midnight = day.and_time(NaiveTime::MIN);
        let mut tried = (0..=LONGEST_GAP).step_by(15).filter_map(|minutes| {
            let local = midnight.checked_add_signed(TimeDelta::minutes(minutes))?;
            Some(self.0.from_local_datetime(&local).earliest()?.naive_utc())
        });
        tried.next().unwrap_or(midnight)
    }
}

impl Default for TimeZone {
    fn default() -> Self {
        Self::UTC
    }
}

/// A name of an older release that is not known any more reads as UTC.
impl From<String> for TimeZone {
    fn from(name: String) -> Self {
        Self::parse(&name).unwrap_or_default()
    }
}

impl From<TimeZone> for String {
    fn from(zone: TimeZone) -> Self {
        zone.name().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> TimeZone {
        TimeZone::parse(name).unwrap()
    }

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn clocks_show_summer_and_winter() {
        let berlin = zone("europe/berlin");
        assert_eq!(berlin.name(), "Europe/Berlin");
        let (winter, summer) = (at("2026-01-15T23:30:00"), at("2026-07-15T23:30:00"));
        assert_eq!((berlin.local(winter), berlin.letters(winter)), (at("2026-01-16T00:30:00"), "CET".into()));
        assert_eq!((berlin.local(summer), berlin.letters(summer)), (at("2026-07-16T01:30:00"), "CEST".into()));
        assert_eq!(zone("Asia/Kathmandu").letters(winter), "UTC+05:45");
        assert_eq!(zone("America/Sao_Paulo").letters(winter), "UTC-03");
        assert_eq!((TimeZone::UTC.local(winter), TimeZone::UTC.letters(winter)), (winter, "UTC".into()));
    }

    #[test]
    fn days_begin_where_the_clock_does() {
        let start = |name: &str, day: &str| zone(name).start_of(day.parse().unwrap());
        assert_eq!(start("Europe/Berlin", "2026-03-29"), at("2026-03-28T23:00:00"));
        assert_eq!(start("Europe/Berlin", "2026-03-30"), at("2026-03-29T22:00:00"), "a day of 23 hours");
        assert_eq!(start("Africa/Cairo", "2026-04-24"), at("2026-04-23T22:00:00"), "midnight is skipped");
        assert_eq!(start("America/Havana", "2026-11-01"), at("2026-11-01T04:00:00"), "midnight comes twice");
        assert_eq!(start("Pacific/Apia", "2011-12-30"), start("Pacific/Apia", "2011-12-31"), "a day that never was");
    }

    #[test]
    fn what_is_offered_can_be_chosen() {
        let names: Vec<_> = TimeZone::names().collect();
        assert!(names.len() > 300 && names[0] == "UTC" && names.contains(&"Europe/Kyiv"));
        assert!(names.iter().all(|name| TimeZone::parse(name).is_some()));
        assert_eq!(TimeZone::parse("Etc/UTC"), Some(TimeZone::UTC));
        assert!(TimeZone::parse("Europe/Atlantis").is_none() && TimeZone::parse("").is_none());
        assert_eq!(TimeZone::from("Europe/Atlantis".to_owned()), TimeZone::UTC);
    }
}
