//! What is read, what is refused and where, and that nothing breaks the reader.

use super::syntax::{Clause, End, Name, Node, Value};
use super::*;
use proptest::prelude::*;

fn text(field: TextField, value: &str) -> Filter {
    Filter::Text(field, Test::Equals(value.into()))
}

fn refused(query: &str) -> (String, String) {
    let mistake = parse(query).expect_err(query);
    let (_, marked, _) = mistake.split(query);
    (marked.to_owned(), format!("{} {}", mistake.message, mistake.suggestion))
}

#[test]
fn values_are_whole_and_case_follows_the_field() {
    assert_eq!(parse("name:\"Jane Smith\""), Ok(text(TextField::Name, "jane smith")));
    assert_eq!(parse("name:John\\ Doe"), Ok(text(TextField::Name, "john doe")));
    assert_eq!(parse("username:Jane"), Ok(text(TextField::Username, "Jane")));
    assert_eq!(parse("user_id:auth0|5f"), Ok(text(TextField::UserId, "auth0|5f")));
    assert_eq!(parse("email:a\\:b"), Ok(text(TextField::Email, "a:b")));
    assert_eq!(parse("name:\"say \\\"hi\\\"\"^2"), Ok(text(TextField::Name, "say \"hi\"")));
    assert_eq!(parse("  "), Ok(Filter::All));
    assert_eq!(parse("*:*"), Ok(Filter::All));
    assert_eq!(parse("shoe_size:44"), Ok(Filter::Nobody("shoe_size".into())));
}

#[test]
fn operators_bind_as_in_logic_and_signs_as_in_lucene() {
    let [a, b, c] = ["a", "b", "c"].map(|v| text(TextField::Username, v));
    let not = |f: &Filter| Filter::Not(Box::new(f.clone()));
    let (a, b, c) = (&a, &b, &c);
    let and = |all: &[&Filter]| Filter::And(all.iter().map(|f| (*f).clone()).collect());
    let or = |all: &[&Filter]| Filter::Or(all.iter().map(|f| (*f).clone()).collect());
    let (na, nb, nc) = (&not(a), &not(b), &not(c));
    for (query, meaning) in [
        ("A B", or(&[a, b])),
        ("A OR B AND C", or(&[a, &and(&[b, c])])),
        ("A AND B C", or(&[&and(&[a, b]), c])),
        ("(A || B) && C", and(&[&or(&[a, b]), c])),
        ("NOT A OR B", or(&[na, b])),
        ("!A AND B", and(&[na, b])),
        ("+A B -C", and(&[a, nc])),
        ("A B -C", and(&[&or(&[a, b]), nc])),
        ("-A -B", and(&[na, nb])),
        ("NOT (A OR B)", not(&or(&[a, b]))),
        ("NOT NOT A", not(na)),
    ] {
        let query = query.replace('A', "username:a").replace("username:aND", "AND");
        let query = query.replace('B', "username:b").replace('C', "username:c");
        assert_eq!(parse(&query).as_ref(), Ok(&meaning), "{query}");
    }
    assert_eq!(parse("username:(a OR b) username:c"), parse("(username:a OR username:b) OR username:c"));
    assert_eq!(parse("username:(a -b)"), parse("username:a AND NOT username:b"));
}

#[test]
fn wildcards_ranges_and_existence() {
    let pattern = |parts: &[&str]| Test::Matches(Pattern(parts.iter().map(|p| (*p).to_owned()).collect()));
    assert_eq!(parse("name:Jo*"), Ok(Filter::Text(TextField::Name, pattern(&["jo", ""]))));
    assert_eq!(parse("name:*usa"), Ok(Filter::Text(TextField::Name, pattern(&["", "usa"]))));
    assert_eq!(parse("name:*ane**ith*"), Ok(Filter::Text(TextField::Name, pattern(&["", "ane", "ith", ""]))));
    assert_eq!(parse("*Smi*"), Ok(Filter::Anywhere("smi".into())));
    assert_eq!(parse("name:*"), parse("_exists_:name"));
    fn bound<T>(value: T, inclusive: bool) -> Option<Bound<T>> {
        Some(Bound { value, inclusive })
    }
    let logins = |low, high| Ok(Filter::Logins(Range { low, high }));
    assert_eq!(parse("logins_count:[10 TO 100}"), logins(bound(10, true), bound(100, false)));
    assert_eq!(parse("logins_count:{1 TO *]"), logins(bound(1, false), None));
    assert_eq!(parse("logins_count:13"), logins(bound(13, true), bound(13, true)));
    let both = |low, high| {
        Filter::Metadata(
            crate::model::metadata::MetadataKind::App,
            "n".into(),
            Comparison::Between(ValueRange::Numbers(Range { low, high })),
        )
    };
    assert_eq!(parse("app_metadata.n:[-1 TO 2.5]"), Ok(both(bound(-1.0, true), bound(2.5, true))));
}

#[test]
fn a_date_is_the_period_it_names() {
    let at = |text: &str| chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M:%S").unwrap();
    let range = |query: &str| match parse(query).unwrap() {
        Filter::Time(_, Range { low, high }) => (low.map(|b| b.value), high.map(|b| b.value)),
        other => panic!("{other:?}"),
    };
    let (dec, jan) = (at("2025-12-01 00:00:00"), at("2026-01-01 00:00:00"));
    assert_eq!(range("last_login:[2025-12-01 TO 2025-12-31]"), (Some(dec), Some(jan)));
    assert_eq!(range("last_login:2025-12"), (Some(dec), Some(jan)));
    assert_eq!(range("last_login:{2025 TO *]"), (Some(jan), None));
    assert_eq!(range("last_login:[* TO 2026-01}"), (None, Some(jan)));
    let noon = at("2025-12-01 12:00:00");
    assert_eq!(range("created_at:[2025-12-01T12:00:00Z TO *]").0, Some(noon));
    assert_eq!(range("created_at:[2025-12-01T14:00+02:00 TO *]").0, Some(noon));
    assert_eq!(range("created_at:\"2025-12-01T12:00\""), (Some(noon), Some(at("2025-12-01 12:01:00"))));
    for wrong in ["2025-13", "yesterday", "25-12-01", "2025-02-30", "2025-12-01-05"] {
        assert_eq!(refused(&format!("created_at:{wrong}")).0, wrong);
    }
}

#[test]
fn a_mistake_is_marked_where_it_stands_with_a_way_out() {
    for (query, marked, words) in [
        ("emial_verified:true", "emial_verified", "email_verified"),
        ("phone:1", "phone", "phone_number"),
        ("picture:x", "picture", "cannot be searched"),
        ("name:jane and name:joe", "and", "AND in capitals"),
        ("name:jane AND", "AND", "followed by nothing"),
        ("OR name:jane", "OR", "both of its sides"),
        ("name:\"jane", "\"", "second \""),
        ("(name:jane", "(", "never closed"),
        ("name:jane)", ")", "closes nothing"),
        ("()", ")", "nothing between"),
        ("name:", "name:", "value of name is missing"),
        (":x", ":", "no field before"),
        ("name:*sa", "*sa", "3 characters"),
        ("name:j?ne", "?", "not supported"),
        ("name:jane~2", "~", "Fuzzy"),
        ("name:\"a b\"~5", "~", "proximity"),
        ("name:/j.*/", "/", "Regular"),
        ("name:jane^", "^", "number"),
        ("last_ip:2001:db8", ":", "\"2001:…\""),
        ("blocked:yes", "yes", "blocked:true"),
        ("logins_count:many", "many", "whole number"),
        ("logins_count:[1 to 9]", "t", "capitals"),
        ("logins_count:[1 TO 9", "[", "never closed"),
        ("logins_count:[TO 9]", "9", "TO is missing"),
        ("user_metadata.a:x*", "x*", "user_metadata"),
        ("user_metadata.a:[1 TO 2]", "[1 TO 2]", "Ranges"),
        ("user_metadata:x", "user_metadata", "user_metadata.key"),
        ("app_metadata.a..b:x", "app_metadata.a..b", "which value"),
        ("_exists_:na*", "na*", "wildcard"),
        ("_exists_:", "", "name of a field"),
        ("na*me:x", "na*me", "wildcard"),
        ("[1 TO 2]", "[1 TO 2]", "needs a field"),
        ("name:\"\"", "\"\"", "NOT _exists_"),
        ("+ name:x", "+", "before nothing"),
        ("name:x\\", "\\", "backslash"),
        ("ünïcödé OR nmae:x", "nmae", "name"),
    ] {
        let (at, said) = refused(query);
        assert_eq!(at, marked, "{query}: {said}");
        assert!(said.contains(words), "{query}: {said}");
    }
}

#[test]
fn size_and_depth_are_bounded() {
    let deep = |n: usize| format!("{}x{}", "(".repeat(n), ")".repeat(n));
    assert!(parse(&deep(MOST_DEPTH)).is_ok());
    assert!(refused(&deep(MOST_DEPTH + 1)).1.contains("deep"));
    assert!(refused(&format!("{}x", "-".repeat(1_500))).1.contains("deep"));
    assert!(refused(&format!("{}x", "NOT ".repeat(400))).1.contains("deep"));
    assert!(parse(&"x ".repeat(MOST_CLAUSES)).is_ok());
    assert!(refused(&"x ".repeat(MOST_CLAUSES + 1)).1.contains("conditions"));
    assert!(refused(&"x".repeat(MOST_CHARACTERS + 1)).1.contains("characters"));
}

fn any_text() -> impl Strategy<Value = String> {
    prop_oneof![
        "[a-zA-Z0-9_ .:*?|@+!~^/\"\\\\(){}\\[\\]-]{1,8}",
        "\\PC{1,6}",
        Just("AND".to_owned()),
        Just("to".to_owned())
    ]
}

fn clause() -> impl Strategy<Value = Node> {
    let end = || proptest::option::of((any_text().prop_filter("open end", |t| t != "*"), any::<bool>()));
    let name = || any_text().prop_filter("another meaning", |n| n != "_exists_" && n != "*");
    let value = prop_oneof![
        any_text().prop_map(Value::Phrase),
        proptest::collection::vec(any_text(), 1..3).prop_map(Value::Word),
        (end(), end()).prop_map(|(low, high)| {
            let end = |e: Option<(String, bool)>| e.map(|(text, inclusive)| End { text, inclusive });
            Value::Range { low: end(low), high: end(high) }
        }),
        Just(Value::Exists),
    ];
    (proptest::option::of(name()), value).prop_map(|(name, value)| {
        let named = name.map(|text| Name { text, at: 0..0 });
        let value = if named.is_none() && value == Value::Exists { Value::Phrase("x".into()) } else { value };
        Node::Clause(Clause { field: named, value, at: 0..0 })
    })
}

fn tree() -> impl Strategy<Value = Node> {
    clause().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            inner.clone().prop_map(|n| Node::Not(Box::new(n))),
            proptest::collection::vec(inner.clone(), 2..4).prop_map(Node::And),
            proptest::collection::vec(inner, 2..4).prop_map(Node::Or),
        ]
    })
}

proptest! {
    #[test]
    fn nothing_breaks_the_reader(query in "[ -~äß\u{3000}\u{10FFFF}]{0,60}") {
        if let Err(mistake) = parse(&query) {
            let (before, at, after) = mistake.split(&query);
            prop_assert_eq!(format!("{before}{at}{after}"), query);
        }
    }

    #[test]
    fn pieces_of_the_language_do_not_break_it_either(pieces in proptest::collection::vec(
        prop_oneof![Just("("), Just(")"), Just("\""), Just("["), Just(" TO "), Just("]"), Just("}"), Just(":"), Just("*"),
            Just("name"), Just(" AND "), Just(" OR "), Just("NOT "), Just("-"), Just("+"), Just("\\"), Just("^2"), Just("app_metadata.x"), Just("_exists_")], 0..40)) {
        let _ = parse(&pieces.concat());
    }

    #[test]
    fn what_is_written_is_read_again(node in tree()) {
        let written = node.to_string();
        prop_assume!(written.chars().count() <= MOST_CHARACTERS);
        prop_assert_eq!(reader::read(&written).map_err(|m| format!("{written} -- {m}")), Ok(Some(node)));
    }
}
