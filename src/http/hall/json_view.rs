//! JSON with its keys, texts and numbers told apart by class, line by line, for the code blocks.

use serde_json::Value;

/// A highlighted document.
#[derive(Debug, Clone)]
pub struct JsonView {
    /// One entry a line.
    pub lines: Vec<Vec<Token>>,
    /// The plain text, for the copy button.
    pub text: String,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// `key`, `text`, `atom` (numbers, true, false, null) or empty for punctuation.
    pub class: &'static str,
    pub text: String,
}

impl JsonView {
    /// Of a value, indented by two spaces.
    pub fn of(value: &Value) -> Self {
        let text = serde_json::to_string_pretty(value).unwrap_or_default();
        Self { lines: text.lines().map(tokens).collect(), text }
    }
}

/// Pretty-printed JSON has at most one key and one value a line.
fn tokens(line: &str) -> Vec<Token> {
    let body = line.trim_start();
    let mut out = vec![token("", &line[..line.len() - body.len()])];
    let mut rest = body;
    if let Some(end) = string_end(rest).filter(|end| rest[*end..].starts_with(':')) {
        out.push(token("key", &rest[..end]));
        out.push(token("", ": "));
        rest = rest[end + 1..].trim_start();
    }
    let value = rest.strip_suffix(',').unwrap_or(rest);
    let class = match value.chars().next() {
        Some('"') => "text",
        Some('{' | '}' | '[' | ']') | None => "",
        Some(_) => "atom",
    };
    out.push(token(class, value));
    if value.len() < rest.len() {
        out.push(token("", ","));
    }
    out.retain(|t| !t.text.is_empty());
    out
}

fn token(class: &'static str, text: &str) -> Token {
    Token { class, text: text.to_owned() }
}

/// Where the string that a text begins with ends.
fn string_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    let mut chars = text.char_indices();
    if chars.next()?.1 != '"' {
        return None;
    }
    for (at, c) in chars {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return Some(at + 1),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::from),
            any::<i32>().prop_map(Value::from),
            ".*".prop_map(Value::from)
        ];
        leaf.prop_recursive(3, 20, 4, |inner| {
            prop_oneof![
                proptest::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
                proptest::collection::btree_map(".*", inner, 0..4).prop_map(|m| Value::Object(m.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn the_pieces_are_the_whole_text(value in any_json()) {
            let view = JsonView::of(&value);
            let joined: Vec<String> = view.lines.iter().map(|l| l.iter().map(|t| t.text.as_str()).collect()).collect();
            prop_assert_eq!(joined.join("\n"), view.text);
        }
    }
}
