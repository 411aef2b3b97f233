//! The rules of metadata: what `user_metadata` and `app_metadata` may hold, and how a patch merges.

use super::JsonObject;
use super::field_errors::FieldErrors;
use serde_json::Value;

/// Largest metadata document, in bytes of JSON.
pub const MAX_BYTES: usize = 1024 * 1024;
/// Deepest nesting accepted; the parser itself stops at 128.
pub const MAX_DEPTH: usize = 100;

/// Names `app_metadata` may not use at its first level.
pub const RESERVED: [&str; 18] = [
    "__tenant",
    "_id",
    "blocked",
    "clientID",
    "created_at",
    "email_verified",
    "email",
    "globalClientID",
    "global_client_id",
    "identities",
    "lastIP",
    "lastLogin",
    "loginsCount",
    "metadata",
    "multifactor_last_modified",
    "multifactor",
    "updated_at",
    "user_id",
];

/// Which of the two documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MetadataKind {
    User,
    App,
}

impl MetadataKind {
    /// The attribute's name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user_metadata",
            Self::App => "app_metadata",
        }
    }
}

/// Where a document is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub message: String,
    /// Line and column, counted from 1, when the text is not JSON.
    pub position: Option<(usize, usize)>,
}

impl Mistake {
    /// As an error of the document's field.
    pub fn into_field(self, kind: MetadataKind) -> FieldErrors {
        let text = match self.position {
            Some((line, column)) => format!("Line {line}, column {column}: {}", self.message),
            None => self.message,
        };
        FieldErrors::one(kind.as_str(), text)
    }
}

fn mistake(message: impl Into<String>) -> Mistake {
    Mistake { message: message.into(), position: None }
}

/// Reads a document typed by a person: JSON, an object, within the rules. Empty text is the empty object.
pub fn parse(kind: MetadataKind, text: &str) -> Result<JsonObject, Mistake> {
    if text.trim().is_empty() {
        return Ok(JsonObject::new());
    }
    if text.len() > MAX_BYTES {
        return Err(mistake("The document may have at most 1 MB."));
    }
    let value: Value = serde_json::from_str(text).map_err(|e| syntax_mistake(text, &e))?;
    let Value::Object(object) = value else {
        return Err(mistake("The document must be an object: { … }."));
    };
    check(kind, &object)?;
    Ok(object)
}

/// The parser notices a broken word at the line's end only, and then calls it column 0 of the next line.
fn syntax_mistake(text: &str, error: &serde_json::Error) -> Mistake {
    let words = error.to_string();
    let words =
        words.split(" at line ").next().unwrap_or_default().replace("expected ident", "expected true, false or null");
    let (line, column) = match (error.line(), error.column()) {
        (line, 0) if line > 1 => (line - 1, text.lines().nth(line - 2).map_or(0, |l| l.chars().count())),
        place => place,
    };
    Mistake { message: capitalised(&words), position: Some((line, column.max(1))) }
}

/// Holds an object against the rules: key names, reserved names, size.
pub fn check(kind: MetadataKind, object: &JsonObject) -> Result<(), Mistake> {
    if let Some(key) = object.keys().find(|k| kind == MetadataKind::App && RESERVED.contains(&k.as_str())) {
        return Err(mistake(format!("“{key}” is a reserved name and cannot be used in app_metadata.")));
    }
    check_keys(object, 1)?;
    let size = serde_json::to_vec(object).map_or(usize::MAX, |bytes| bytes.len());
    if size > MAX_BYTES {
        return Err(mistake("The document may have at most 1 MB."));
    }
    Ok(())
}

fn check_keys(object: &JsonObject, depth: usize) -> Result<(), Mistake> {
    if depth > MAX_DEPTH {
        return Err(mistake(format!("The document may be nested at most {MAX_DEPTH} levels deep.")));
    }
    for (key, value) in object {
        if key.contains(['.', '$']) {
            return Err(mistake(format!("“{key}”: names may not contain . or $.")));
        }
        if key.contains('\0') || holds_nul(value) {
            return Err(mistake(format!(
                "“{}” contains a NUL character, which cannot be stored.",
                key.replace('\0', "␀")
            )));
        }
        check_value(value, depth)?;
    }
    Ok(())
}

fn check_value(value: &Value, depth: usize) -> Result<(), Mistake> {
    match value {
        Value::Object(inner) => check_keys(inner, depth + 1),
        Value::Array(items) => items.iter().try_for_each(|item| check_value(item, depth + 1)),
        _ => Ok(()),
    }
}

fn holds_nul(value: &Value) -> bool {
    matches!(value, Value::String(s) if s.contains('\0'))
}

/// Merges a patch into a document as the API does: first level only, `null` removes a key, the empty object clears all.
pub fn merge(current: &JsonObject, patch: &JsonObject) -> JsonObject {
    if patch.is_empty() {
        return JsonObject::new();
    }
    let mut merged = current.clone();
    for (key, value) in patch {
        if value.is_null() {
            merged.shift_remove(key);
        } else {
            merged.insert(key.clone(), value.clone());
        }
    }
    merged
}

fn capitalised(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), chars.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn object(value: Value) -> JsonObject {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn mistakes_are_placed_and_named() {
        let wrong = parse(MetadataKind::User, "{\n  \"a\": tru\n}").unwrap_err();
        assert_eq!(wrong.position, Some((2, 10)));
        assert!(parse(MetadataKind::User, "[1]").is_err());
        assert!(parse(MetadataKind::User, r#"{"a":{"b.c":1}}"#).is_err());
        assert!(parse(MetadataKind::User, r#"{"a":[{"$x":1}]}"#).is_err());
        assert!(parse(MetadataKind::App, r#"{"blocked":true}"#).is_err());
        assert!(parse(MetadataKind::User, r#"{"blocked":true}"#).is_ok());
        assert!(parse(MetadataKind::User, r#"{"a":"\u0000"}"#).is_err());
        assert_eq!(parse(MetadataKind::User, "  ").unwrap(), JsonObject::new());
    }

    #[test]
    fn a_patch_merges_at_the_first_level() {
        let current = object(json!({"a": {"x": 1, "y": 2}, "b": 1}));
        let merged = merge(&current, &object(json!({"a": {"x": 3}, "b": null, "c": [1]})));
        assert_eq!(Value::Object(merged), json!({"a": {"x": 3}, "c": [1]}));
        assert!(merge(&current, &JsonObject::new()).is_empty());
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused_but_never_panics(text in "\\PC*") {
            let _ = parse(MetadataKind::App, &text);
        }

        #[test]
        fn merging_twice_is_merging_once(keys in proptest::collection::vec("[a-e]", 0..5), values in proptest::collection::vec(0..9i32, 5)) {
            let current = object(json!({"a": 1, "z": 2}));
            let patch: JsonObject = keys.into_iter().zip(values.into_iter().map(Value::from)).collect();
            let once = merge(&current, &patch);
            prop_assert_eq!(merge(&once, &patch), once);
        }
    }
}
