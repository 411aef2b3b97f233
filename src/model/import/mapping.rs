//! Which column of a table becomes which member of a user.

use super::user::MEMBERS;
use crate::model::JsonObject;
use serde_json::Value;

/// Most columns a table may have.
pub const COLUMNS_MAX: usize = 500;
/// The columns a file of rejected rows has more than the file it came from; they are not read again.
pub const REPORT_COLUMNS: [&str; 2] = ["import_row", "import_errors"];
/// Deepest path into metadata.
const DEPTH_MAX: usize = 10;

/// How cells are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CellRules {
    /// Cells begin with an apostrophe that is not theirs: the guard against formulas that exports have.
    pub guarded: bool,
    /// Numbers, true and false in metadata columns are not texts.
    pub typed: bool,
}

/// For each column the member it becomes (`email`, `user_metadata.plan`, …); empty for a column that is not read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mapping(pub Vec<String>);

impl Mapping {
    /// What the names of the columns suggest.
    pub fn guess(header: &[String]) -> Self {
        let mut targets: Vec<String> = Vec::new();
        for name in header {
            let target = guess(name).filter(|target| !targets.contains(target));
            targets.push(target.unwrap_or_default());
        }
        Self(targets)
    }

    /// What is wrong with it: column (counted from 0) and words; `None` for the whole.
    pub fn mistakes(&self) -> Vec<(Option<usize>, String)> {
        let mut mistakes = Vec::new();
        for (n, target) in self.0.iter().enumerate().filter(|(_, target)| !target.is_empty()) {
            if let Some(why) = why_not(target) {
                mistakes.push((Some(n), why));
            } else if self.0[..n].contains(target) {
                mistakes.push((Some(n), format!("“{target}” is chosen for an earlier column too.")));
            }
        }
        if !["email", "phone_number", "username"].iter().any(|key| self.0.iter().any(|target| target == key)) {
            mistakes.push((
                None,
                "Choose a column for email, username or phone_number: users are told apart by it.".into(),
            ));
        }
        mistakes
    }

    /// The user a row stands for. Empty cells are absent.
    pub fn user(&self, cells: &[String], rules: CellRules) -> Value {
        let mut object = JsonObject::new();
        for (target, cell) in self.0.iter().zip(cells).filter(|(target, _)| !target.is_empty()) {
            let cell = if rules.guarded { cell.strip_prefix('\'').unwrap_or(cell) } else { cell };
            if cell.is_empty() {
                continue;
            }
            let value = value_of(target, cell, rules);
            put(&mut object, &target.split('.').collect::<Vec<_>>(), value);
        }
        Value::Object(object)
    }
}

fn guess(name: &str) -> Option<String> {
    let plain: String = name.trim().trim_start_matches(['\'', '\u{feff}']).to_lowercase().replace([' ', '-'], "_");
    let trimmed = name.trim().trim_start_matches('\'');
    let is_path = trimmed.starts_with("user_metadata.") || trimmed.starts_with("app_metadata.");
    if is_path && why_not(trimmed).is_none() {
        return Some(trimmed.to_owned());
    }
    let other = match plain.as_str() {
        "e_mail" | "mail" | "email_address" | "e_mail_address" => "email",
        "verified" | "email_confirmed" => "email_verified",
        "user_name" | "login" => "username",
        "phone" | "mobile" | "telephone" => "phone_number",
        "id" => "user_id",
        "full_name" | "display_name" => "name",
        "first_name" | "firstname" | "forename" => "given_name",
        "last_name" | "lastname" | "surname" => "family_name",
        "nick" => "nickname",
        "avatar" | "picture_url" => "picture",
        other => other,
    };
    (MEMBERS.contains(&other) && !other.ends_with("_metadata")).then(|| other.to_owned())
}

/// Why nothing can be read into this member.
fn why_not(target: &str) -> Option<String> {
    let parts: Vec<&str> = target.split('.').collect();
    let known = match parts.as_slice() {
        ["user_metadata" | "app_metadata", rest @ ..] => {
            (1..=DEPTH_MAX).contains(&rest.len())
                && rest.iter().all(|part| !part.is_empty() && !part.contains(['$', '\0']) && part.len() <= 200)
        }
        [member] => MEMBERS.contains(member),
        _ => false,
    };
    (!known).then(|| format!("“{target}” is not a member of a user; metadata is written as user_metadata.plan."))
}

fn value_of(target: &str, cell: &str, rules: CellRules) -> Value {
    let text = || Value::from(cell);
    match target {
        "email_verified" | "phone_verified" | "blocked" => match cell.trim().to_lowercase().as_str() {
            "true" | "1" | "yes" => true.into(),
            "false" | "0" | "no" => false.into(),
            _ => text(),
        },
        "custom_password_hash" | "mfa_factors" => serde_json::from_str(cell).unwrap_or_else(|_| text()),
        _ if rules.typed && target.contains('.') => match serde_json::from_str(cell) {
            Ok(value @ (Value::Bool(_) | Value::Number(_))) => value,
            _ => text(),
        },
        _ => text(),
    }
}

fn put(object: &mut JsonObject, path: &[&str], value: Value) {
    match path {
        [] => {}
        [key] => {
            object.insert((*key).to_owned(), value);
        }
        [key, rest @ ..] => {
            let inner = object.entry(*key).or_insert_with(|| Value::Object(JsonObject::new()));
            // A column for `a` and one for `a.b`: the later one has the last word.
            if !inner.is_object() {
                *inner = Value::Object(JsonObject::new());
            }
            if let Value::Object(inner) = inner {
                put(inner, rest, value);
            }
        }
    }
}
