//! Holds what was written against what the fields are: names, types, and which wildcards and ranges each allows.

use super::fields::{self, Field};
use super::filter::{Bound, Comparison, Filter, Pattern, Range, Test, TextField, TimeField, ValueRange};
use super::mistake::Mistake;
use super::moment;
use super::syntax::{Clause, End, Node, Value};
use crate::model::Timestamp;
use crate::model::metadata::MetadataKind;

type Result<T> = std::result::Result<T, Mistake>;

/// Where a bare term looks.
const DEFAULT: [TextField; 7] = [
    TextField::Email,
    TextField::Name,
    TextField::Nickname,
    TextField::GivenName,
    TextField::FamilyName,
    TextField::UserId,
    TextField::Username,
];
/// Shortest text behind a leading or between two wildcards: what the index of substrings can find.
const LEAST_INSIDE: usize = 3;

/// The filter a tree means.
pub fn filter(node: &Node) -> Result<Filter> {
    let each = |nodes: &[Node]| nodes.iter().map(filter).collect::<Result<Vec<_>>>();
    Ok(match node {
        Node::Clause(one) => clause(one)?,
        Node::Not(inner) => Filter::Not(Box::new(filter(inner)?)),
        Node::And(nodes) => Filter::And(each(nodes)?),
        Node::Or(nodes) => Filter::Or(each(nodes)?),
    })
}

fn clause(clause: &Clause) -> Result<Filter> {
    let Some(name) = clause.field.as_ref().filter(|name| name.text != "*") else { return anywhere(clause) };
    Ok(match fields::find(&name.text) {
        Field::Text(field) => Filter::Text(field, test(clause, field.ignores_case())?),
        Field::Domain => Filter::Domain(test(clause, true)?),
        Field::Identity(field) => Filter::Identity(field, test(clause, false)?),
        Field::Blocked => flag(clause, Filter::Blocked(true), Filter::Blocked)?,
        Field::EmailVerified => flag(clause, Filter::Text(TextField::Email, Test::Exists), Filter::EmailVerified)?,
        Field::PhoneVerified => {
            flag(clause, Filter::Text(TextField::PhoneNumber, Test::Exists), Filter::PhoneVerified)?
        }
        Field::Social => flag(clause, Filter::All, Filter::Social)?,
        Field::Logins => Filter::Logins(logins(clause)?),
        Field::Time(field) => time(clause, field)?,
        Field::Metadata(kind, path) => Filter::Metadata(kind, checked(&path, clause)?, comparison(clause, Some(kind))?),
        Field::ProfileData(path) => Filter::ProfileData(checked(&path, clause)?, comparison(clause, None)?),
        Field::NotSearched => {
            return Err(Mistake::new(name.at.clone(), format!("{} is kept, but cannot be searched.", name.text)));
        }
        Field::Unknown => match fields::suggested(&name.text) {
            Some(known) => {
                return Err(Mistake::new(name.at.clone(), format!("There is no field {}.", name.text))
                    .suggest(format!("Did you mean {known}?")));
            }
            None => Filter::Nobody(name.text.clone()),
        },
    })
}

/// A term without a field.
fn anywhere(clause: &Clause) -> Result<Filter> {
    match &clause.value {
        Value::Word(parts) if parts.iter().all(String::is_empty) => Ok(Filter::All),
        Value::Word(parts) if parts.len() > 1 && !parts[0].is_empty() && parts.len() == 2 && parts[1].is_empty() => {
            each_default(clause, &DEFAULT)
        }
        Value::Word(parts) if parts.len() > 1 => {
            pattern(clause, parts, true)?;
            match parts.as_slice() {
                [first, text, last] if first.is_empty() && last.is_empty() => Ok(Filter::Anywhere(text.to_lowercase())),
                // What the index of substrings knows: names in parts stand in the whole name as well.
                _ => each_default(clause, &[DEFAULT[0], DEFAULT[1], DEFAULT[2], DEFAULT[5], DEFAULT[6]]),
            }
        }
        Value::Range { .. } => Err(Mistake::new(clause.at.clone(), "A range needs a field.")
            .suggest("Write for example logins_count:[1 TO 9].")),
        _ => each_default(clause, &DEFAULT),
    }
}

fn each_default(clause: &Clause, fields: &[TextField]) -> Result<Filter> {
    let each = fields.iter().map(|field| Ok(Filter::Text(*field, test(clause, field.ignores_case())?)));
    Ok(Filter::Or(each.collect::<Result<_>>()?))
}

/// What a clause asks of a text.
pub(super) fn test(clause: &Clause, ignores_case: bool) -> Result<Test> {
    let fold = |text: &str| if ignores_case { text.to_lowercase() } else { text.to_owned() };
    Ok(match &clause.value {
        Value::Exists => Test::Exists,
        Value::Word(parts) if parts.len() == 1 => Test::Equals(fold(&parts[0])),
        Value::Word(parts) if parts.iter().all(String::is_empty) => Test::Exists,
        Value::Word(parts) => Test::Matches(pattern(clause, parts, ignores_case)?),
        Value::Phrase(text) => Test::Equals(fold(filled(text, clause)?)),
        Value::Range { low, high } => {
            let bound =
                |end: &Option<End>| end.as_ref().map(|e| Bound { value: fold(&e.text), inclusive: e.inclusive });
            Test::Between(Range { low: bound(low), high: bound(high) })
        }
    })
}

fn pattern(clause: &Clause, parts: &[String], ignores_case: bool) -> Result<Pattern> {
    let fold = |text: &String| if ignores_case { text.to_lowercase() } else { text.clone() };
    let too_short = parts.iter().skip(1).find(|part| !part.is_empty() && part.chars().count() < LEAST_INSIDE);
    if let Some(part) = too_short {
        return Err(Mistake::new(
            clause.at.clone(),
            format!("“{part}” is too short: after a wildcard there must be {LEAST_INSIDE} characters or more."),
        )
        .suggest("Only the beginning of a value may be shorter, as in jo*."));
    }
    // Two asterisks in a row say no more than one.
    let last = parts.len() - 1;
    let kept = parts.iter().enumerate().filter(|(i, part)| *i == 0 || *i == last || !part.is_empty());
    Ok(Pattern(kept.map(|(_, part)| fold(part)).collect()))
}

fn filled<'t>(text: &'t str, clause: &Clause) -> Result<&'t str> {
    if !text.is_empty() {
        return Ok(text);
    }
    Err(Mistake::new(clause.at.clone(), "There is nothing between the quotation marks.")
        .suggest("To find users without a value, write NOT _exists_: and the field."))
}

fn flag(clause: &Clause, exists: Filter, is: fn(bool) -> Filter) -> Result<Filter> {
    let text = match &clause.value {
        Value::Exists => return Ok(exists),
        Value::Word(parts) if parts.len() > 1 && parts.iter().all(String::is_empty) => return Ok(exists),
        Value::Word(parts) if parts.len() == 1 => parts[0].as_str(),
        Value::Phrase(text) => text,
        _ => "",
    };
    match text {
        "true" => Ok(is(true)),
        "false" => Ok(is(false)),
        _ => {
            let name = clause.field.as_ref().map_or("", |name| name.text.as_str());
            Err(Mistake::new(clause.at.clone(), format!("{name} is either true or false."))
                .suggest(format!("Write {name}:true or {name}:false.")))
        }
    }
}

fn logins(clause: &Clause) -> Result<Range<i64>> {
    let wrong = || {
        Mistake::new(clause.at.clone(), "logins_count is a whole number.")
            .suggest("Write for example logins_count:13 or logins_count:[100 TO *].")
    };
    let number = |text: &str| text.parse::<i64>().map_err(|_| wrong());
    match &clause.value {
        Value::Exists => Ok(Range { low: Some(Bound { value: 0, inclusive: false }), high: None }),
        Value::Word(parts) if parts.len() == 1 => Ok(Range::only(number(&parts[0])?)),
        Value::Word(parts) if parts.iter().all(String::is_empty) => {
            Ok(Range { low: Some(Bound { value: 0, inclusive: false }), high: None })
        }
        Value::Word(_) => Err(wrong()),
        Value::Phrase(text) => Ok(Range::only(number(text)?)),
        Value::Range { low, high } => {
            let bound = |end: &Option<End>| {
                let end = end.as_ref().map(|e| Ok(Bound { value: number(&e.text)?, inclusive: e.inclusive }));
                end.transpose()
            };
            Ok(Range { low: bound(low)?, high: bound(high)? })
        }
    }
}

fn time(clause: &Clause, field: TimeField) -> Result<Filter> {
    Ok(instants(clause)?.map_or(Filter::HasTime(field), |range| Filter::Time(field, range)))
}

/// What a clause asks of an instant; nothing when any will do. A period covers all of its instants: `[* TO 2025-12-31]`
/// includes the evening of that day, `{2025 TO *]` begins in 2026.
pub(super) fn instants(clause: &Clause) -> Result<Option<Range<Timestamp>>> {
    let period = |text: &str| {
        moment::period(text).ok_or_else(|| {
            Mistake::new(clause.at.clone(), format!("“{text}” is not a date."))
                .suggest("Write 2025, 2025-12, 2025-12-31 or \"2025-12-31T10:00:00Z\".")
        })
    };
    let from = |at| Some(Bound { value: at, inclusive: true });
    let until = |at| Some(Bound { value: at, inclusive: false });
    let text = match &clause.value {
        Value::Exists => return Ok(None),
        Value::Word(parts) if parts.len() > 1 && parts.iter().all(String::is_empty) => return Ok(None),
        Value::Range { low, high } => {
            let low = match low {
                Some(end) => from(if end.inclusive { period(&end.text)?.0 } else { period(&end.text)?.1 }),
                None => None,
            };
            let high = match high {
                Some(end) => until(if end.inclusive { period(&end.text)?.1 } else { period(&end.text)?.0 }),
                None => None,
            };
            return Ok(Some(Range { low, high }));
        }
        Value::Phrase(text) => text.clone(),
        // 2025-12* names the same period as 2025-12.
        Value::Word(parts) if parts.len() == 1 || parts[1..] == [""] => parts[0].clone(),
        Value::Word(parts) => parts.join("*"),
    };
    let (start, end) = period(&text)?;
    Ok(Some(Range { low: from(start), high: until(end) }))
}

/// A metadata path without empty steps. Only whether it exists can be asked of a whole document.
fn checked(path: &str, clause: &Clause) -> Result<String> {
    let Some(name) = &clause.field else { return Ok(path.to_owned()) };
    let asks_existence = clause.value == Value::Exists;
    let whole_document = path.is_empty() && !name.text.ends_with('.');
    if whole_document && asks_existence || !whole_document && path.split('.').all(|step| !step.is_empty()) {
        return Ok(path.to_owned());
    }
    let name_of_document = name.text.trim_end_matches('.');
    Err(Mistake::new(name.at.clone(), "This does not say which value is meant.")
        .suggest(format!("Write its path, as in {name_of_document}.key.")))
}

fn comparison(clause: &Clause, kind: Option<MetadataKind>) -> Result<Comparison> {
    let refuse = |what: &str| {
        Err(Mistake::new(clause.at.clone(), format!("{what} cannot be used in user_metadata."))
            .suggest("Search for the exact value, or whether it exists: _exists_:user_metadata.key."))
    };
    let only_exact = kind == Some(MetadataKind::User);
    let equals = |text: &str| Comparison::Equals(text.to_owned(), number(text));
    Ok(match &clause.value {
        Value::Exists => Comparison::Exists,
        Value::Word(parts) if parts.len() == 1 => equals(&parts[0]),
        Value::Word(parts) if parts.iter().all(String::is_empty) => Comparison::Exists,
        Value::Phrase(text) => equals(filled(text, clause)?),
        Value::Word(_) if only_exact => return refuse("Wildcards"),
        Value::Range { .. } if only_exact => return refuse("Ranges"),
        Value::Word(parts) => Comparison::Matches(pattern(clause, parts, false)?),
        Value::Range { low, high } => Comparison::Between(range(low, high)),
    })
}

fn range(low: &Option<End>, high: &Option<End>) -> ValueRange {
    let ends = || low.iter().chain(high);
    if ends().count() > 0 && ends().all(|end| number(&end.text).is_some()) {
        let bound = |end: &Option<End>| {
            end.as_ref().and_then(|e| Some(Bound { value: number(&e.text)?, inclusive: e.inclusive }))
        };
        return ValueRange::Numbers(Range { low: bound(low), high: bound(high) });
    }
    let bound = |end: &Option<End>| end.as_ref().map(|e| Bound { value: e.text.clone(), inclusive: e.inclusive });
    ValueRange::Texts(Range { low: bound(low), high: bound(high) })
}

fn number(text: &str) -> Option<f64> {
    let looks_like_one = text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c));
    text.parse().ok().filter(|n: &f64| looks_like_one && n.is_finite())
}
