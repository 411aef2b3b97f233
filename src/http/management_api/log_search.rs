//! Searching the log: terms joined by AND, each a field and its whole value, which is what the log has indexes for.

use super::problem::Problem;
use crate::features::logs::list::LogQuery;
use crate::model::Timestamp;
use crate::model::log_event::code_info;
use chrono::{DateTime, Days, NaiveDate, NaiveTime};

/// Writes what a search asks for into a query; answers whether anything can match at all.
pub fn apply(text: &str, query: &mut LogQuery) -> Result<bool, Problem> {
    for term in terms(text) {
        let (field, value) = term.split_once(':').ok_or_else(|| refused(&term))?;
        let value = value.trim();
        if field == "date" {
            between(value, query).ok_or_else(|| refused(&term))?;
            continue;
        }
        let whole = value.strip_prefix('"').and_then(|v| v.strip_suffix('"')).unwrap_or(value).to_owned();
        if whole.is_empty() || (whole == value && whole.contains(['*', '(', '[', '{', ' '])) {
            return Err(refused(&term));
        }
        match field {
            "user_id" => query.users = Some(vec![whole]),
            "client_id" => query.application = Some(whole),
            "connection" => query.connection = Some(whole),
            "ip" => query.ip = Some(whole),
            "type" => match code_info(&whole) {
                Some(info) => query.codes = vec![info.code],
                None => return Ok(false),
            },
            _ => return Err(refused(&term)),
        }
    }
    Ok(true)
}

fn refused(term: &str) -> Problem {
    let words = format!(
        "Query validation error: 'The log is searched by user_id, client_id, connection, ip, type and date, joined by AND; not by {term}'."
    );
    Problem::bad_request("invalid_query_string", words)
}

/// What stands between the ANDs; those inside of quotes and brackets are part of a value.
fn terms(text: &str) -> Vec<String> {
    let (mut terms, mut term, mut quoted, mut depth) = (Vec::new(), String::new(), false, 0_i32);
    for word in text.split_inclusive(' ') {
        if word.trim() == "AND" && !quoted && depth == 0 {
            terms.push(std::mem::take(&mut term));
            continue;
        }
        for c in word.chars() {
            match c {
                '"' => quoted = !quoted,
                '[' | '{' if !quoted => depth += 1,
                ']' | '}' if !quoted => depth -= 1,
                _ => {}
            }
        }
        term.push_str(word);
    }
    terms.push(term);
    let all = terms.iter().map(|term| term.trim().to_owned());
    if text.trim().is_empty() { Vec::new() } else { all.collect() }
}

/// A range of dates: brackets include a bound, braces leave it out, an asterisk is no bound.
fn between(value: &str, query: &mut LogQuery) -> Option<()> {
    let inside = value.get(1..value.len().checked_sub(1)?)?;
    let (from, to) = inside.split_once(" TO ")?;
    let (open, close) = (value.chars().next()?, value.chars().next_back()?);
    if !['[', '{'].contains(&open) || ![']', '}'].contains(&close) {
        return None;
    }
    if from.trim() != "*" {
        let (begin, end) = instants(from.trim())?;
        query.from = if open == '[' { begin } else { end };
    }
    if to.trim() != "*" {
        let (begin, end) = instants(to.trim())?;
        query.to = if close == ']' { end } else { begin }.min(query.to);
    }
    Some(())
}

/// Where a day or an instant begins, and where it is over.
fn instants(text: &str) -> Option<(Timestamp, Timestamp)> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        let next = day.checked_add_days(Days::new(1))?;
        return Some((day.and_time(NaiveTime::MIN), next.and_time(NaiveTime::MIN)));
    }
    let at = DateTime::parse_from_rfc3339(text).ok()?.naive_utc();
    Some((at, at + chrono::TimeDelta::milliseconds(1)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(LogQuery, bool)> {
        let mut query = LogQuery { to: NaiveDate::MAX.and_time(NaiveTime::MIN), ..LogQuery::default() };
        let can = apply(text, &mut query).ok()?;
        Some((query, can))
    }

    #[test]
    fn terms_are_joined_by_and() {
        let (query, can) = read("type:s AND user_id:\"auth0|1\" AND date:[2026-11-01 TO 2026-11-02}").unwrap();
        assert!(can);
        assert_eq!((query.codes, query.users), (vec!["s"], Some(vec!["auth0|1".to_owned()])));
        assert_eq!(
            (query.from.to_string(), query.to.to_string()),
            ("2026-11-01 00:00:00".into(), "2026-11-02 00:00:00".into())
        );
        let (query, _) = read("connection:\"Sales AND more\" AND date:{2026-11-01 TO *]").unwrap();
        assert_eq!(query.connection.as_deref(), Some("Sales AND more"));
        assert_eq!(query.from.to_string(), "2026-11-02 00:00:00");
        assert!(!read("type:nothing_like_it").unwrap().1);
        assert!(read("").unwrap().1);
        for bad in
            ["s", "type:s OR type:f", "ip:8.*", "description:x", "date:2026", "date:[a TO b]", "type:", "type:s AND"]
        {
            assert!(read(bad).is_none(), "{bad}");
        }
    }
}
