//! A connection's options as programs write them. Those the house acts on have shorter names inside of it, which are the
//! dashboard's too; all others are kept as they were sent.

use super::JsonObject;
use super::password_policy::MAX_HISTORY;
use serde_json::{Value, json};

/// How many passwords are remembered when nobody says.
const HISTORY: u64 = 5;

/// Options whose values are sealed, and that nobody is told.
pub const SECRET: &[&str] =
    &["app_secret", "client_secret", "configuration", "gateway_authentication", "signing_key", "twilio_token"];

/// Whether an option is nobody's to read.
pub fn is_secret(option: &str) -> bool {
    SECRET.contains(&option)
}

/// As the house keeps them.
pub fn from_program(sent: &JsonObject) -> JsonObject {
    let mut kept = JsonObject::new();
    for (key, value) in sent.iter().filter(|(_, value)| !value.is_null()) {
        let enabled = || value.get("enable").and_then(Value::as_bool).unwrap_or(false);
        let mut put = |name: &str, value: Value| drop(kept.insert(name.to_owned(), value));
        match key.as_str() {
            "passwordPolicy" => put("password_policy", value.clone()),
            "enabledDatabaseCustomization" => put("custom_database", value.clone()),
            "password_complexity_options" => put("password_min_length", value.get("min_length").cloned().into()),
            "password_no_personal_info" => put("password_no_personal_info", enabled().into()),
            "password_history" => {
                let size = value.get("size").and_then(Value::as_u64).unwrap_or(HISTORY).min(MAX_HISTORY as u64);
                put("password_history", if enabled() { size.into() } else { 0.into() });
            }
            "password_dictionary" => {
                put("password_dictionary", enabled().into());
                if let Some(words) = value.get("dictionary") {
                    put("password_dictionary_words", words.clone());
                }
            }
            _ => put(key, value.clone()),
        }
    }
    kept.retain(|_, value| !value.is_null());
    kept
}

/// As programs read them: without secrets.
pub fn to_program(kept: &JsonObject) -> JsonObject {
    let mut told = JsonObject::new();
    for (key, value) in kept.iter().filter(|(key, _)| !is_secret(key)) {
        let (name, value) = match (key.as_str(), value) {
            ("password_policy", _) => ("passwordPolicy", value.clone()),
            ("custom_database", _) => ("enabledDatabaseCustomization", value.clone()),
            ("password_min_length", _) => ("password_complexity_options", json!({ "min_length": value })),
            ("password_no_personal_info", Value::Bool(on)) => ("password_no_personal_info", json!({ "enable": on })),
            ("password_history", Value::Number(n)) => {
                ("password_history", json!({ "enable": n.as_u64() > Some(0), "size": n }))
            }
            ("password_dictionary", Value::Bool(on)) => {
                let words = kept.get("password_dictionary_words").cloned().unwrap_or_else(|| json!([]));
                ("password_dictionary", json!({ "enable": on, "dictionary": words }))
            }
            ("password_dictionary_words", _) => continue,
            (other, value) => (other, value.clone()),
        };
        told.insert(name.to_owned(), value);
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(value: Value) -> JsonObject {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn what_a_program_sends_comes_back() {
        let sent = object(json!({
            "passwordPolicy": "fair", "password_complexity_options": {"min_length": 12},
            "password_history": {"enable": true, "size": 3}, "password_no_personal_info": {"enable": true},
            "password_dictionary": {"enable": true, "dictionary": ["farm"]}, "requires_username": true,
            "enabledDatabaseCustomization": false, "mfa": {"active": true},
        }));
        let kept = from_program(&sent);
        assert_eq!((&kept["password_min_length"], &kept["password_history"]), (&json!(12), &json!(3)));
        assert_eq!(kept["password_dictionary_words"], json!(["farm"]));
        assert_eq!(Value::from(to_program(&kept)), Value::from(sent));
    }

    #[test]
    fn what_is_off_or_absent_stays_so() {
        let sent = object(json!({"password_history": {"enable": false, "size": 7}, "passwordPolicy": null}));
        assert_eq!(Value::from(from_program(&sent)), json!({"password_history": 0}));
        assert_eq!(
            Value::from(from_program(&object(json!({"password_history": {"enable": true}})))),
            json!({"password_history": 5})
        );
        assert_eq!(
            Value::from(to_program(&object(json!({"password_history": 0})))),
            json!({"password_history": {"enable": false, "size": 0}})
        );
    }
}
