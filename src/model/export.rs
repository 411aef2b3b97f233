//! What an export writes: which parts of a user, under which names, and cells no spreadsheet runs.

use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

/// Longest path and longest name of a field, in characters.
pub const NAME_MAX: usize = 100;
/// Most fields of a table.
pub const CSV_FIELDS_MAX: usize = 30;

/// The fields an export has unless others are chosen.
pub const DEFAULT_FIELDS: [&str; 18] = [
    "user_id",
    "email",
    "email_verified",
    "username",
    "phone_number",
    "phone_verified",
    "name",
    "given_name",
    "family_name",
    "nickname",
    "picture",
    "blocked",
    "created_at",
    "updated_at",
    "last_login",
    "last_ip",
    "logins_count",
    "last_password_reset",
];

/// What JSON has besides: whole objects and lists are no cells of a table.
pub const JSON_FIELDS: [&str; 5] =
    ["user_metadata", "app_metadata", "identities", "multifactor", "multifactor_last_modified"];

/// The file's form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ExportFormat {
    /// One JSON object a line: what the API calls `json`.
    Ndjson,
    /// One JSON array.
    Json,
    Csv,
}

impl ExportFormat {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Ndjson, Self::Json, Self::Csv];

    /// The word in forms and file names.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ndjson => "ndjson",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// Reads the word.
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.as_str() == text)
    }
}

/// A part of a user and the name it gets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExportField {
    /// For example `email`, `user_metadata.plan` or `identities[0].connection`.
    pub name: String,
    pub export_as: String,
}

impl ExportField {
    /// A field under its own name.
    pub fn plain(name: &str) -> Self {
        Self { name: name.to_owned(), export_as: name.to_owned() }
    }

    /// Reads `path` or `path = name`, and says what is wrong with it.
    pub fn parse(line: &str) -> Result<Self, String> {
        let (name, export_as) = line.split_once('=').map_or((line, line), |(name, as_name)| (name, as_name));
        let (name, export_as) = (name.trim(), export_as.trim());
        if steps(name).is_none() {
            return Err(format!("“{name}” is no path such as email, user_metadata.plan or identities[0].connection."));
        }
        if name.chars().count() > NAME_MAX || export_as.chars().count() > NAME_MAX {
            return Err(format!("A field and its name have at most {NAME_MAX} characters."));
        }
        if export_as.is_empty() || export_as.chars().any(char::is_control) {
            return Err(format!("“{name}” needs a name after the =."));
        }
        Ok(Self { name: name.to_owned(), export_as: export_as.to_owned() })
    }

    /// The part itself, if the user has it.
    pub fn of<'a>(&self, user: &'a Value) -> Option<&'a Value> {
        // Most name an attribute of the root, which needs no path.
        if !self.name.contains(['.', '[']) {
            return user.get(&self.name);
        }
        let steps = steps(&self.name)?;
        steps.into_iter().try_fold(user, |value, step| match step {
            Step::Member(key) => value.get(key),
            Step::Item(n) => value.get(n),
        })
    }
}

enum Step<'a> {
    Member(&'a str),
    Item(usize),
}

fn steps(path: &str) -> Option<Vec<Step<'_>>> {
    let mut steps = Vec::new();
    for part in path.split('.') {
        let (key, items) = part.split_once('[').map_or((part, ""), |(key, items)| (key, items));
        if key.is_empty() || key.chars().any(|c| c.is_control() || "[]".contains(c)) {
            return None;
        }
        steps.push(Step::Member(key));
        if items.is_empty() {
            continue;
        }
        for item in items.strip_suffix(']')?.split("][") {
            steps.push(Step::Item(item.parse().ok()?));
        }
    }
    Some(steps)
}

/// A user with the chosen parts only, under their names; absent ones are left out.
pub struct Chosen<'u> {
    pub user: &'u Value,
    pub fields: &'u [ExportField],
}

impl Serialize for Chosen<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.fields.iter().filter_map(|field| Some((&field.export_as, field.of(self.user)?))))
    }
}

/// A row of a table. Texts are guarded; numbers, true and false and the product's own dates need no guard.
pub fn row(user: &Value, fields: &[ExportField]) -> String {
    let cells: Vec<String> = fields.iter().map(|field| field_cell(field, field.of(user))).collect();
    cells.join(",") + "\r\n"
}

/// The first row.
pub fn header(fields: &[ExportField]) -> String {
    let cells: Vec<String> =
        fields.iter().map(|field| cell(&field.export_as, starts_formula(&field.export_as))).collect();
    cells.join(",") + "\r\n"
}

fn field_cell(field: &ExportField, value: Option<&Value>) -> String {
    let own_dates = ["created_at", "updated_at", "last_login", "last_password_reset", "multifactor_last_modified"];
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::Bool(value)) => value.to_string(),
        // A negative number begins like a formula, and is none.
        Some(Value::Number(value)) => value.to_string(),
        Some(Value::String(text)) => cell(text, !own_dates.contains(&field.name.as_str())),
        Some(other) => cell(&other.to_string(), true),
    }
}

/// A cell in quotes. A guarded one begins with an apostrophe, so that no spreadsheet takes it for a formula; an empty
/// one needs none.
pub fn cell(text: &str, guarded: bool) -> String {
    let guard = if guarded && !text.is_empty() { "'" } else { "" };
    format!("\"{guard}{}\"", text.replace('"', "\"\""))
}

fn starts_formula(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn user() -> Value {
        json!({ "email": "ida@farm.example", "created_at": "2026-01-01T00:00:00.000Z", "logins_count": -3,
            "user_metadata": { "plan": "=1+1", "herd": { "cows": 12 } }, "blocked": true,
            "identities": [{ "connection": "Barn", "isSocial": false }] })
    }

    #[test]
    fn parts_are_found_by_path_and_renamed() {
        let lines =
            ["email", "user_metadata.herd.cows = cows", "identities[0].connection=source", "identities[1].connection"];
        let fields: Vec<ExportField> = lines.iter().map(|line| ExportField::parse(line).unwrap()).collect();
        let found = serde_json::to_value(Chosen { user: &user(), fields: &fields }).unwrap();
        assert_eq!(found, json!({ "email": "ida@farm.example", "cows": 12, "source": "Barn" }));
        let long = "x".repeat(101);
        for bad in ["", "a..b", "a[x]", "a[0", "email =", "[0]", "a]", long.as_str()] {
            assert!(ExportField::parse(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn no_cell_is_a_formula() {
        let fields =
            ["user_metadata.plan", "email", "created_at", "logins_count", "blocked", "name"].map(ExportField::plain);
        let expected = "\"'=1+1\",\"'ida@farm.example\",\"2026-01-01T00:00:00.000Z\",-3,true,\r\n";
        assert_eq!(row(&user(), &fields), expected);
        for sign in ["=", "+", "-", "@", "\t", "\r"] {
            assert!(cell(&format!("{sign}cmd"), true).starts_with("\"'"), "{sign:?}");
            let named = ExportField { name: "email".into(), export_as: format!("{sign}cmd") };
            assert!(header(&[named]).starts_with("\"'"), "{sign:?}");
        }
        assert_eq!(cell("say \"hi\"", true), "\"'say \"\"hi\"\"\"");
    }
}
