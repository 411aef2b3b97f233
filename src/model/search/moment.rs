//! Dates as people write them in a query: any beginning of an ISO 8601 instant stands for the whole period it names.

use crate::model::Timestamp;
use chrono::{DateTime, Datelike, Duration, Months, NaiveDate, NaiveDateTime};

/// From the first instant of a period up to, and without, the first instant after it.
pub type Period = (Timestamp, Timestamp);

/// Reads `2025`, `2025-12`, `2025-12-31`, `2025-12-31T10:00`, `…:30`, `…:30.125`, each with or without `Z` or an offset.
pub fn period(text: &str) -> Option<Period> {
    if let Some(date) = date(text) {
        return Some(date);
    }
    let (instant, offset) = without_zone(text)?;
    let formats = [
        ("%Y-%m-%dT%H:%M", Duration::minutes(1)),
        ("%Y-%m-%dT%H:%M:%S", Duration::seconds(1)),
        ("%Y-%m-%dT%H:%M:%S%.f", Duration::milliseconds(1)),
    ];
    formats.into_iter().find_map(|(format, length)| {
        let from = NaiveDateTime::parse_from_str(instant, format).ok()?.checked_sub_signed(offset)?;
        Some((from, from.checked_add_signed(length)?))
    })
}

fn date(text: &str) -> Option<Period> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize| -> Option<u32> {
        (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse().ok())?
    };
    let year = i32::try_from(number(parts.first()?, 4)?).ok()?;
    let month = parts.get(1).map_or(Some(1), |part| number(part, 2))?;
    let day = parts.get(2).map_or(Some(1), |part| number(part, 2))?;
    let from = NaiveDate::from_ymd_opt(year, month, day)?;
    let until = match parts.len() {
        1 => from.with_year(year + 1)?,
        2 => from.checked_add_months(Months::new(1))?,
        3 => from.succ_opt()?,
        _ => return None,
    };
    Some((from.and_time(Default::default()), until.and_time(Default::default())))
}

/// The instant without its zone, and how far the zone is ahead of UTC.
fn without_zone(text: &str) -> Option<(&str, Duration)> {
    if let Some(instant) = text.strip_suffix(['Z', 'z']) {
        return Some((instant, Duration::zero()));
    }
    let Some(sign) = text.rfind(['+', '-']).filter(|at| text.find('T').is_some_and(|t| *at > t)) else {
        return Some((text, Duration::zero()));
    };
    let zoned = DateTime::parse_from_rfc3339(&format!("2000-01-01T00:00:00{}", &text[sign..])).ok()?;
    Some((&text[..sign], Duration::seconds(i64::from(zoned.offset().local_minus_utc()))))
}
