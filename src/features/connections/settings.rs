//! The settings of a connection as they are typed, and the rules they must keep.

use crate::error::FieldErrors;
use crate::model::JsonObject;
use crate::model::connection::{Connection, Kind};
use crate::model::password_policy::{Level, MAX_HISTORY};
use serde_json::{Value, json};

/// Longest name on screen, in characters.
const DISPLAY_NAME: usize = 128;
/// Most words of a connection's own dictionary.
const WORDS: usize = 2_000;

/// The settings as typed; which of them count depends on the connection, see [`offers`].
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Typed {
    pub display_name: String,
    pub sync: bool,
    pub disable_signup: bool,
    pub requires_username: bool,
    pub policy: String,
    pub min_length: String,
    pub uses_dictionary: bool,
    pub words: String,
    pub no_personal_info: bool,
    pub history: String,
}

/// Which settings a connection has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offers {
    /// Syncing root attributes: where they come from somebody else.
    pub sync: bool,
    /// The password policy and usernames: where passwords are kept here.
    pub passwords: bool,
    /// Whether people may sign up by themselves.
    pub signup: bool,
}

/// What a connection's settings page offers.
pub fn offers(connection: &Connection) -> Offers {
    Offers {
        sync: match connection.kind() {
            Kind::Social | Kind::Enterprise => true,
            Kind::Database => connection.is_custom_database(),
            Kind::Passwordless => false,
        },
        passwords: connection.keeps_passwords(),
        signup: matches!(connection.kind(), Kind::Database | Kind::Passwordless),
    }
}

impl Typed {
    /// The settings of a connection, as its form shows them.
    pub fn of(connection: &Connection) -> Self {
        let policy = connection.password_policy();
        let flag = |key: &str| connection.options.get(key).and_then(Value::as_bool).unwrap_or_default();
        Self {
            display_name: connection.display_name.clone(),
            sync: connection.syncs_at_each_login(),
            disable_signup: flag("disable_signup"),
            requires_username: connection.requires_username(),
            policy: policy.level.as_str().to_owned(),
            min_length: policy.min_length.to_string(),
            uses_dictionary: policy.uses_dictionary,
            words: policy.dictionary.join("\n"),
            no_personal_info: policy.no_personal_info,
            history: policy.history.to_string(),
        }
    }

    /// The settings of a new database.
    pub fn new_database() -> Self {
        let level = Level::Good;
        Self {
            policy: level.as_str().into(),
            min_length: level.default_length().to_string(),
            history: "0".into(),
            ..Self::default()
        }
    }
}

/// The name on screen; the connection's own name stands in for an empty one.
pub fn display_name(typed: &Typed, errors: &mut FieldErrors) -> String {
    let name = typed.display_name.trim();
    if name.chars().count() > DISPLAY_NAME {
        errors.push("display_name", format!("A display name has at most {DISPLAY_NAME} characters."));
    } else if name.chars().any(char::is_control) {
        errors.push("display_name", "A display name is one line of text.");
    }
    name.to_owned()
}

/// Writes what was typed into a connection's options; options this page does not know stay as they are.
pub fn apply(typed: &Typed, offers: Offers, options: &mut JsonObject, errors: &mut FieldErrors) {
    let mut put = |key: &str, value: Value| drop(options.insert(key.to_owned(), value));
    if offers.sync {
        put("set_user_root_attributes", json!(if typed.sync { "on_each_login" } else { "on_first_login" }));
    }
    if offers.signup {
        put("disable_signup", json!(typed.disable_signup));
    }
    if !offers.passwords {
        return;
    }
    put("requires_username", json!(typed.requires_username));
    match Level::parse(&typed.policy) {
        Some(level) => put("password_policy", json!(level.as_str())),
        None => errors.push("policy", "Choose a level."),
    }
    match typed.min_length.trim().parse::<u64>() {
        Ok(n @ 1..=128) => put("password_min_length", json!(n)),
        _ => errors.push("min_length", "The minimum length is a whole number from 1 to 128."),
    }
    let history = Some(typed.history.trim()).filter(|t| !t.is_empty()).map_or(Ok(0), str::parse::<usize>);
    match history {
        Ok(n @ 0..=MAX_HISTORY) => put("password_history", json!(n)),
        _ => errors.push("history", format!("Enter a whole number from 0 to {MAX_HISTORY}.")),
    }
    put("password_dictionary", json!(typed.uses_dictionary));
    put("password_no_personal_info", json!(typed.no_personal_info));
    let words: Vec<&str> = typed.words.lines().map(str::trim).filter(|w| !w.is_empty()).collect();
    if words.len() > WORDS {
        errors.push("words", "A dictionary of your own has at most 2,000 words.");
    } else if !words.is_empty() || options.contains_key("password_dictionary_words") {
        options.insert("password_dictionary_words".to_owned(), json!(words));
    }
}

/// The name of a new connection: letters, digits and dashes, as users and log events refer to it for ever.
pub fn name(typed: &str, errors: &mut FieldErrors) -> String {
    let name = typed.trim();
    let fits = |c: char| c.is_ascii_alphanumeric() || c == '-';
    if name.is_empty() {
        errors.push("name", "Enter a name.");
    } else if name.len() > 128 || !name.chars().all(fits) {
        errors.push("name", "A name has 1 to 128 letters (a–z), digits and dashes.");
    } else if name.starts_with('-') || name.ends_with('-') {
        errors.push("name", "A name begins and ends with a letter or a digit.");
    }
    name.to_owned()
}
