//! The searchable values of a JSON document: every string, number and boolean in it, by its dotted path. Lists count as if
//! they were not there (`addresses.cities`), and null, empty texts, empty lists and empty objects are no values.

use crate::model::JsonObject;
use serde_json::Value;
use std::collections::BTreeSet;

/// Longest text that is kept as it is, in characters. Of a longer one the beginning is kept and a checksum of the whole, so
/// that it is still found by its exact value and by the beginning.
pub const LONGEST: usize = 256;
/// Characters kept of a longer text.
const KEPT: usize = 230;
/// Most values of one document; what comes after them is kept but not found.
pub const MOST: usize = 2_000;

/// One value.
#[derive(Debug, Clone, PartialEq)]
pub struct SearchValue {
    pub path: String,
    /// The value as text: a string as it is, a number in its shortest form, `true` or `false`.
    pub text: String,
    /// The value as a number, if it is one.
    pub number: Option<f64>,
}

/// The values of a document; each path and text once.
pub fn values(prefix: &str, document: &JsonObject) -> Vec<SearchValue> {
    let (mut out, mut seen) = (Vec::new(), BTreeSet::new());
    for (key, value) in document {
        collect(format!("{prefix}.{key}"), value, &mut |value: SearchValue| {
            let is_new = out.len() < MOST && seen.insert((value.path.clone(), value.text.clone()));
            if is_new {
                out.push(value);
            }
        });
    }
    out
}

fn collect(path: String, value: &Value, keep: &mut impl FnMut(SearchValue)) {
    match value {
        Value::Object(object) => object.iter().for_each(|(key, value)| collect(format!("{path}.{key}"), value, keep)),
        Value::Array(items) => items.iter().for_each(|item| collect(path.clone(), item, keep)),
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => keep(SearchValue { path: stored(&path), text: stored(text), number: None }),
        Value::Number(number) => {
            let number = number.as_f64();
            let text = number.map(|n| n.to_string()).unwrap_or_default();
            keep(SearchValue { path: stored(&path), text, number });
        }
        Value::Bool(flag) => keep(SearchValue { path: stored(&path), text: flag.to_string(), number: None }),
        Value::Null => {}
    }
}

/// A text as it is kept, and as a query asks for it.
pub fn stored(text: &str) -> String {
    let text = text.replace('\0', "\u{FFFD}");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let kept: String = text.chars().take(KEPT).collect();
    format!("{kept}\u{1F}{:016x}", checksum(&text))
}

/// FNV-1a: the same for ever and everywhere, which the standard library's hash does not promise.
fn checksum(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_are_skipped_and_nothing_empty_is_a_value() {
        let document = serde_json::json!({
            "plan": "gold", "level": 13, "half": 0.5, "whole": 2.0, "on": true, "none": null, "blank": "", "list": [], "object": {},
            "addresses": [{"cities": ["Paris", "Paris", "Oslo"]}, {"cities": "Rome"}], "deep": {"er": {"est": 1}},
        });
        let found: Vec<String> =
            values("u", document.as_object().unwrap()).into_iter().map(|v| format!("{}={}", v.path, v.text)).collect();
        assert_eq!(
            found,
            [
                "u.plan=gold",
                "u.level=13",
                "u.half=0.5",
                "u.whole=2",
                "u.on=true",
                "u.addresses.cities=Paris",
                "u.addresses.cities=Oslo",
                "u.addresses.cities=Rome",
                "u.deep.er.est=1"
            ]
        );
    }

    #[test]
    fn a_long_text_keeps_its_beginning_and_what_tells_it_apart() {
        let (a, b) = ("x".repeat(400), format!("{}y", "x".repeat(399)));
        assert_ne!(stored(&a), stored(&b));
        assert!(stored(&a).chars().count() <= LONGEST && stored(&a).starts_with(&a[..KEPT]));
        assert_eq!(stored(&"ä".repeat(LONGEST)), "ä".repeat(LONGEST));
        assert!(!stored("a\0b").contains('\0'));
    }
}
