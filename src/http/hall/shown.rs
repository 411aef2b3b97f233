//! How things are shown: initials, hues, times. Pure functions for pages and templates.

use crate::model::time_zone::TimeZone;
use crate::model::{Timestamp, iso};
use chrono::{Datelike, Timelike};

/// How many hues the stylesheet has (`.hue-0` … `.hue-11`).
const HUES: u32 = 12;

/// One or two letters for a picture: first letters of the first and last word that begin with a letter or digit.
pub fn initials(name: &str) -> String {
    let words: Vec<char> = name
        .split(|c: char| c.is_whitespace() || c == '@' || c == '|')
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .collect();
    let cjk = |c: char| matches!(c as u32, 0x0590..=0x08FF | 0x0E00..=0x0E7F | 0x3040..=0x9FFF | 0xAC00..=0xD7AF);
    match words.as_slice() {
        [] => "?".to_owned(),
        [only] => only.to_uppercase().collect(),
        [first, ..] if cjk(*first) => first.to_string(),
        [first, .., last] => first.to_uppercase().chain(last.to_uppercase()).collect(),
    }
}

/// A hue for a picture, always the same for the same id.
pub fn hue(id: &str) -> u8 {
    let hash = id.bytes().fold(2_166_136_261_u32, |h, b| (h ^ u32::from(b)).wrapping_mul(16_777_619));
    u8::try_from(hash % HUES).unwrap_or_default()
}

/// Longest picture that is kept in a profile and shown, in bytes of its `data:` address.
const PICTURE: usize = 64 * 1024;

/// The address of a user's picture if it is one that needs no other host: a bitmap in the profile itself. Empty for
/// every other, for which initials stand.
pub fn own_picture(picture: &str) -> &str {
    let bitmap = ["png", "jpeg", "gif", "webp"].iter().any(|kind| {
        let data = picture
            .strip_prefix("data:image/")
            .and_then(|p| p.strip_prefix(kind))
            .and_then(|p| p.strip_prefix(";base64,"));
        data.is_some_and(|d| !d.is_empty() && d.bytes().all(|b| b.is_ascii_alphanumeric() || b"+/=".contains(&b)))
    });
    if bitmap && picture.len() <= PICTURE { picture } else { "" }
}

/// The clock on an operator's wall.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    pub now: Timestamp,
    pub zone: TimeZone,
}

/// An instant as pages show it: relative and absolute together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// "12 minutes ago", "Yesterday", "in 3 days".
    pub relative: String,
    /// "21 Nov 2026, 14:02", in the operator's zone.
    pub absolute: String,
    /// "21 Nov 2026", in the operator's zone.
    pub day: String,
    /// The zone in letters ("UTC", "CET") and by its name.
    pub zone: String,
    pub zone_name: &'static str,
    /// For `<time datetime>`.
    pub iso: String,
}

impl When {
    /// An instant as seen from now, on an operator's clock.
    pub fn at(at: Timestamp, clock: Clock) -> Self {
        let local = clock.zone.local(at);
        Self {
            relative: relative(local, clock.zone.local(clock.now), (clock.now - at).num_seconds()),
            absolute: format!("{}, {:02}:{:02}", day(local), local.hour(), local.minute()),
            day: day(local),
            zone: clock.zone.letters(at),
            zone_name: if clock.zone == TimeZone::UTC { "Coordinated Universal Time" } else { clock.zone.name() },
            iso: iso(at),
        }
    }

    /// "21 Nov 2026, 14:02 UTC".
    pub fn full(&self) -> String {
        format!("{} {}", self.absolute, self.zone)
    }

    /// An instant that may never have come.
    pub fn maybe(at: Option<Timestamp>, clock: Clock) -> Option<Self> {
        at.map(|at| Self::at(at, clock))
    }
}

const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "21 Nov 2026".
pub fn day(at: impl Datelike) -> String {
    let month = MONTHS.get(at.month0() as usize).copied().unwrap_or_default();
    format!("{} {month} {}", at.day(), at.year())
}

/// How long ago something was, by two readings of the same clock and the seconds between them (which a change of the
/// clock does not stretch).
fn relative(at: Timestamp, now: Timestamp, seconds: i64) -> String {
    if seconds < 0 {
        return format!("in {}", span(-seconds));
    }
    let days = (now.date() - at.date()).num_days();
    match seconds {
        0..45 => "Just now".to_owned(),
        45..86_400 if days <= 0 || seconds < 6 * 3600 => format!("{} ago", span(seconds)),
        _ if days <= 1 => "Yesterday".to_owned(),
        _ => format!("{} ago", span(days * 86_400)),
    }
}

fn span(seconds: i64) -> String {
    let (n, unit) = match seconds {
        ..3_570 => ((seconds + 30) / 60, "minute"),
        3_570..86_400 => ((seconds + 1_800) / 3_600, "hour"),
        86_400..1_209_600 => (seconds / 86_400, "day"),
        1_209_600..5_184_000 => (seconds / 604_800, "week"),
        5_184_000..63_072_000 => (seconds / 2_629_800, "month"),
        _ => (seconds / 31_557_600, "year"),
    };
    let n = n.max(1);
    format!("{n} {unit}{}", if n == 1 { "" } else { "s" })
}

/// "1 role", "3 roles".
pub fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{} {many}", crate::model::paging::grouped(n as i64)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::TimeDelta;

    #[test]
    fn initials_fit_every_script() {
        for (name, expected) in [
            ("Amara Okafor", "AO"),
            ("佐藤 美咲", "佐"),
            ("", "?"),
            ("maria", "M"),
            ("María-José de la Vega", "MV"),
            ("<b>x", "B"),
        ] {
            assert_eq!(initials(name), expected, "{name}");
        }
    }

    #[test]
    fn only_bitmaps_in_the_profile_itself_are_shown() {
        let own = "data:image/png;base64,iVBORw0KGgo=";
        assert_eq!(own_picture(own), own);
        for other in [
            "https://cdn.example.com/a.png",
            "data:image/svg+xml;base64,PHN2Zz4=",
            "data:text/html;base64,PGI+",
            "data:image/png;base64,",
            "data:image/png;base64,AA\"x",
            "javascript:alert(1)",
        ] {
            assert_eq!(own_picture(other), "", "{other}");
        }
        assert_eq!(own_picture(&format!("{own}{}", "A".repeat(64 * 1024))), "");
    }

    #[test]
    fn relative_times_read_like_speech() {
        let now = chrono::DateTime::parse_from_rfc3339("2026-11-21T14:14:00Z").unwrap().naive_utc();
        let clock = Clock { now, zone: TimeZone::UTC };
        let ago = |delta| When::at(now - delta, clock).relative;
        assert_eq!(ago(TimeDelta::seconds(5)), "Just now");
        assert_eq!(ago(TimeDelta::minutes(12)), "12 minutes ago");
        assert_eq!(ago(TimeDelta::minutes(59) + TimeDelta::seconds(45)), "1 hour ago");
        assert_eq!(ago(TimeDelta::hours(3)), "3 hours ago");
        assert_eq!(ago(TimeDelta::hours(22)), "Yesterday");
        assert_eq!(ago(TimeDelta::days(4)), "4 days ago");
        assert_eq!(ago(TimeDelta::days(14)), "2 weeks ago");
        assert_eq!(ago(TimeDelta::days(900)), "2 years ago");
        assert_eq!(When::at(now + TimeDelta::minutes(30), clock).relative, "in 30 minutes");
    }

    #[test]
    fn times_are_those_of_the_operators_clock() {
        let at = |text: &str| -> Timestamp { text.parse().unwrap() };
        let clock = Clock { now: at("2026-11-21T23:30:00"), zone: TimeZone::parse("Europe/Berlin").unwrap() };
        let when = When::at(at("2026-11-21T14:14:00"), clock);
        assert_eq!((when.absolute.as_str(), when.zone.as_str()), ("21 Nov 2026, 15:14", "CET"));
        assert_eq!(when.relative, "Yesterday", "it is past midnight there");
        assert_eq!(when.iso, "2026-11-21T14:14:00.000Z");
        let summer = When::at(at("2026-07-31T22:30:00"), clock);
        assert_eq!((summer.full().as_str(), summer.day.as_str()), ("1 Aug 2026, 00:30 CEST", "1 Aug 2026"));
    }
}
