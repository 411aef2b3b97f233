//! Reading the members of one object of an import, with an issue for each that is not what the schema says.

use super::issue::{Issue, IssueCode};
use crate::model::JsonObject;
use serde_json::Value;

/// An object of the schema and what has been found wrong with it.
#[derive(Debug, Default)]
pub struct Fields<'a> {
    path: String,
    object: Option<&'a JsonObject>,
    issues: Vec<Issue>,
}

impl<'a> Fields<'a> {
    /// The members of an object at a path; the empty path is the user itself.
    pub fn new(path: impl Into<String>, object: &'a JsonObject) -> Self {
        Self { path: path.into(), object: Some(object), issues: Vec::new() }
    }

    /// What is wrong.
    pub fn into_issues(self) -> Vec<Issue> {
        self.issues
    }

    /// Whether there is no such object.
    pub fn is_absent(&self) -> bool {
        self.object.is_none()
    }

    /// A member; `null` counts as absent.
    pub fn get(&self, key: &str) -> Option<&'a Value> {
        self.object?.get(key).filter(|value| !value.is_null())
    }

    /// Notes an issue with a member.
    pub fn issue(&mut self, code: IssueCode, key: &str, message: impl Into<String>) {
        let path = self.path_of(key);
        self.issues.push(Issue::new(code, path, message));
    }

    fn path_of(&self, key: &str) -> String {
        match (self.path.is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (false, true) => self.path.clone(),
            (false, false) => format!("{}.{key}", self.path),
        }
    }

    /// Refuses members of other names.
    pub fn only(&mut self, keys: &[&str]) {
        let unknown: Vec<&'a String> =
            self.object.iter().flat_map(|o| o.keys()).filter(|k| !keys.contains(&k.as_str())).collect();
        for key in unknown {
            self.issue(IssueCode::NotPassed, key, format!("There is no such member here; {} are.", keys.join(", ")));
        }
    }

    /// A member that is a text, if it is there.
    pub fn text(&mut self, key: &str) -> Option<&'a str> {
        let value = self.get(key)?;
        if value.as_str().is_none() {
            self.wrong_type(key, value, "a text");
        }
        value.as_str()
    }

    /// A text that must be there and not be empty.
    pub fn required_text(&mut self, key: &str) -> Option<&'a str> {
        if self.get(key).is_none() {
            if !self.is_absent() {
                self.issue(IssueCode::ObjectRequired, key, format!("“{key}” is missing."));
            }
            return None;
        }
        let text = self.text(key)?;
        if text.is_empty() {
            self.issue(IssueCode::MinLength, key, format!("“{key}” is empty."));
            return None;
        }
        Some(text)
    }

    /// A member that is true or false, if it is there.
    pub fn boolean(&mut self, key: &str) -> Option<bool> {
        let value = self.get(key)?;
        if value.as_bool().is_none() {
            self.wrong_type(key, value, "true or false");
        }
        value.as_bool()
    }

    /// A whole number greater than nothing; without a default it must be there.
    pub fn number(&mut self, key: &str, default: Option<u64>) -> Option<u64> {
        let Some(value) = self.get(key) else {
            if default.is_none() {
                self.issue(IssueCode::ObjectRequired, key, format!("“{key}” is missing."));
            }
            return default;
        };
        match value.as_u64() {
            Some(0) => {
                self.issue(IssueCode::Minimum, key, format!("“{key}” must be at least 1."));
                None
            }
            None => {
                self.wrong_type(key, value, "a whole number");
                None
            }
            number => number,
        }
    }

    /// A member that is an object; absent ones have no members.
    pub fn object(&mut self, key: &str, needed: bool) -> Fields<'a> {
        let path = self.path_of(key);
        let value = self.get(key);
        match value {
            None if needed && !self.is_absent() => {
                self.issue(IssueCode::ObjectRequired, key, format!("“{key}” is missing."));
            }
            Some(value) if !value.is_object() => self.wrong_type(key, value, "an object"),
            _ => {}
        }
        Fields { path, object: value.and_then(Value::as_object), issues: Vec::new() }
    }

    /// Whether a text is one of these words.
    pub fn one_of(&mut self, key: &str, text: &str, words: &[&str]) -> bool {
        let fits = words.contains(&text);
        if !fits {
            let shown: String = text.chars().take(40).collect();
            let message = format!("“{shown}” is not one of {}.", words.join(", "));
            self.issue(IssueCode::EnumMismatch, key, message);
        }
        fits
    }

    /// Whether a text has at most so many characters.
    pub fn at_most(&mut self, key: &str, text: &str, most: usize) -> bool {
        let fits = text.chars().count() <= most;
        if !fits {
            self.issue(IssueCode::MaxLength, key, format!("At most {most} characters are accepted here."));
        }
        fits
    }

    fn wrong_type(&mut self, key: &str, value: &Value, wanted: &str) {
        let found = match value {
            Value::Null => "null",
            Value::Bool(_) => "true or false",
            Value::Number(_) => "a number",
            Value::String(_) => "a text",
            Value::Array(_) => "a list",
            Value::Object(_) => "an object",
        };
        self.issue(IssueCode::InvalidType, key, format!("This is {found}; it should be {wanted}."));
    }
}
