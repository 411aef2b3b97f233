//! The query language over log events: the grammar of the users list, fields of its own, and upper and lower case differ.

use super::filter::{Range, Test};
use super::mistake::Mistake;
use super::syntax::{Clause, Node, Value};
use super::{reader, typing};
use crate::model::Timestamp;

type Result<T> = std::result::Result<T, Mistake>;

/// Which events a query matches.
#[derive(Debug, Clone, PartialEq)]
pub enum LogFilter {
    All,
    /// The field is one that no event has here.
    Nothing,
    And(Vec<LogFilter>),
    Or(Vec<LogFilter>),
    Not(Box<LogFilter>),
    Text(LogField, Test),
    Date(Range<Timestamp>),
}

/// A text of a log event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogField {
    ClientId,
    ClientName,
    Connection,
    ConnectionId,
    Description,
    Hostname,
    Ip,
    LogId,
    Strategy,
    StrategyType,
    Type,
    UserAgent,
    UserId,
    UserName,
}

/// The fields by their names.
const FIELDS: &[(&str, LogField)] = &[
    ("client_id", LogField::ClientId),
    ("client_name", LogField::ClientName),
    ("connection", LogField::Connection),
    ("connection_id", LogField::ConnectionId),
    ("description", LogField::Description),
    ("hostname", LogField::Hostname),
    ("ip", LogField::Ip),
    ("log_id", LogField::LogId),
    ("strategy", LogField::Strategy),
    ("strategy_type", LogField::StrategyType),
    ("type", LogField::Type),
    ("user_agent", LogField::UserAgent),
    ("user_id", LogField::UserId),
    ("user_name", LogField::UserName),
];
/// Names that programs search by, and that no event has here.
const EMPTY: &[&str] = &["organization_id", "organization_name"];
/// Where a bare term looks.
const DEFAULT: &[LogField] = &[
    LogField::ClientName,
    LogField::Connection,
    LogField::Description,
    LogField::Ip,
    LogField::LogId,
    LogField::Type,
    LogField::UserName,
];

/// Reads a query. A blank one matches every event.
pub fn parse_log(text: &str) -> Result<LogFilter> {
    match reader::read(text)? {
        Some(node) => filter(&node),
        None => Ok(LogFilter::All),
    }
}

fn filter(node: &Node) -> Result<LogFilter> {
    let each = |nodes: &[Node]| nodes.iter().map(filter).collect::<Result<Vec<_>>>();
    Ok(match node {
        Node::Clause(one) => clause(one)?,
        Node::Not(inner) => LogFilter::Not(Box::new(filter(inner)?)),
        Node::And(nodes) => LogFilter::And(each(nodes)?),
        Node::Or(nodes) => LogFilter::Or(each(nodes)?),
    })
}

fn clause(clause: &Clause) -> Result<LogFilter> {
    let Some(name) = clause.field.as_ref().filter(|name| name.text != "*") else { return anywhere(clause) };
    if name.text == "date" {
        return Ok(typing::instants(clause)?.map_or(LogFilter::All, LogFilter::Date));
    }
    if EMPTY.contains(&name.text.as_str()) {
        return Ok(LogFilter::Nothing);
    }
    match FIELDS.iter().find(|(known, _)| *known == name.text) {
        Some((_, field)) => Ok(LogFilter::Text(*field, typing::test(clause, false)?)),
        None => {
            let known: Vec<_> = FIELDS.iter().map(|(known, _)| *known).collect();
            Err(Mistake::new(name.at.clone(), format!("The log is not searched by {}.", name.text))
                .suggest(format!("Its fields are date, {}.", known.join(", "))))
        }
    }
}

/// A term without a field.
fn anywhere(clause: &Clause) -> Result<LogFilter> {
    match &clause.value {
        Value::Word(parts) if parts.iter().all(String::is_empty) => Ok(LogFilter::All),
        Value::Range { .. } => Err(Mistake::new(clause.at.clone(), "A range needs a field.")
            .suggest("Write for example date:[2025-12-01 TO *].")),
        _ => {
            let test = typing::test(clause, false)?;
            Ok(LogFilter::Or(DEFAULT.iter().map(|field| LogFilter::Text(*field, test.clone())).collect()))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::filter::Pattern;
    use super::*;

    #[test]
    fn fields_are_those_of_events_and_case_stays() {
        let filter = parse_log("type:s AND NOT client_name:\"Web Shop\"").unwrap();
        let equals = |field, text: &str| LogFilter::Text(field, Test::Equals(text.to_owned()));
        let shop = equals(LogField::ClientName, "Web Shop");
        assert_eq!(filter, LogFilter::And(vec![equals(LogField::Type, "s"), LogFilter::Not(Box::new(shop))]));
        let prefix = Test::Matches(Pattern(vec!["Ama".to_owned(), String::new()]));
        assert_eq!(parse_log("user_name:Ama*").unwrap(), LogFilter::Text(LogField::UserName, prefix));
        assert_eq!(parse_log("organization_id:x").unwrap(), LogFilter::Nothing);
        assert_eq!(parse_log(" ").unwrap(), LogFilter::All);
        let LogFilter::Or(all) = parse_log("203.0.113.9").unwrap() else { panic!("a bare term looks in many fields") };
        assert!(all.contains(&equals(LogField::Ip, "203.0.113.9")) && all.len() == DEFAULT.len());
    }

    #[test]
    fn a_day_lasts_until_the_next() {
        let LogFilter::Date(range) = parse_log("date:[2026-11-01 TO 2026-11-02}").unwrap() else { panic!("a range") };
        let (low, high) = (range.low.unwrap(), range.high.unwrap());
        assert_eq!(low.value.to_string(), "2026-11-01 00:00:00");
        assert_eq!((high.value.to_string().as_str(), high.inclusive), ("2026-11-02 00:00:00", false));
        assert_eq!(parse_log("_exists_:date").unwrap(), LogFilter::All);
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        let bad = [
            "type:s AND",
            "type:(s OR f",
            "colour:red",
            "date:never",
            "[a TO b]",
            "type:",
            "ip:8?8",
            "description:*ab*",
            "user_name:\"open",
        ];
        for text in bad {
            assert!(parse_log(text).is_err(), "{text}");
        }
    }
}
