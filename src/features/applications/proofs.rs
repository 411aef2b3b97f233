//! By what an application may ask for a token in its own name, and how it proves who it is then: settings that programs
//! keep with it.

use crate::error::{Error, Result};
use crate::features::client_credentials::create::{self, NewCredential};
use crate::features::client_credentials::list;
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::store::Tx;
use serde_json::{Value, json};

/// The setting that names the keys with which alone an application proves who it is.
pub const METHODS: &str = "client_authentication_methods";
const METHOD: &str = "token_endpoint_auth_method";
const GRANTS: &str = "grant_types";
/// The grant of tokens in an application's own name.
const OWN: &str = "client_credentials";

/// A key among those settings: one that the application has, or a new one.
#[derive(Debug, Clone)]
pub enum Key {
    Known(String),
    New(NewCredential),
}

/// What the settings say. What they do not name is up to the kind of the application.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ways {
    grants: Option<Vec<String>>,
    method: Option<String>,
    keys: Option<Vec<String>>,
}

impl Ways {
    /// Reads what is kept with an application.
    pub fn of(further: &JsonObject) -> Self {
        let texts =
            |list: &Value| list.as_array().map(|l| l.iter().filter_map(|t| Some(t.as_str()?.to_owned())).collect());
        let keys = further.get(METHODS).and_then(|methods| methods.pointer("/private_key_jwt/credentials"));
        let ids = |list: &Value| {
            let all = list.as_array()?.iter();
            Some(all.filter_map(|key| Some(key.get("id")?.as_str()?.to_owned())).collect())
        };
        Self {
            grants: further.get(GRANTS).and_then(texts),
            method: further.get(METHOD).and_then(Value::as_str).map(str::to_owned),
            keys: keys.and_then(ids),
        }
    }

    /// Whether the application may ask for tokens in its own name.
    pub fn grant_own(&self) -> bool {
        self.grants.as_ref().is_none_or(|grants| grants.iter().any(|grant| grant == OWN))
    }

    /// Whether its secret proves who it is, where it was sent: in the header, or else in the body.
    pub fn believe_secret(&self, in_header: bool) -> bool {
        self.keys.is_none()
            && match self.method.as_deref() {
                Some("client_secret_basic") => in_header,
                Some("client_secret_post") => !in_header,
                Some(_) => false,
                None => true,
            }
    }

    /// Whether one of its keys proves who it is.
    pub fn believe_key(&self, id: &str) -> bool {
        self.keys.as_ref().is_none_or(|keys| keys.iter().any(|key| key == id))
    }
}

/// The setting for these keys; new ones are added to the application.
pub fn with_keys(tx: &mut Tx, context: &Context, client_id: &str, keys: &[Key]) -> Result<Value> {
    let mut ids = Vec::new();
    for key in keys {
        let id = match key {
            Key::New(new) => create::create(tx, context, client_id, new)?.id,
            Key::Known(id) => match list::find(tx, context, client_id, id) {
                Err(Error::NotFound("credential")) => {
                    return Err(Error::field(METHODS, format!("The application has no credential {id}.")));
                }
                found => found?.id,
            },
        };
        ids.push(json!({ "id": id }));
    }
    Ok(json!({ "private_key_jwt": { "credentials": ids } }))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ways(kept: &Value) -> Ways {
        Ways::of(kept.as_object().unwrap())
    }

    #[test]
    fn what_is_not_said_is_open() {
        let ways = ways(&json!({}));
        assert!(ways.grant_own() && ways.believe_secret(true) && ways.believe_secret(false) && ways.believe_key("a"));
    }

    #[test]
    fn what_is_said_holds() {
        assert!(!ways(&json!({"grant_types": ["authorization_code"]})).grant_own());
        assert!(ways(&json!({"grant_types": ["authorization_code", "client_credentials"]})).grant_own());
        for (method, in_header, in_body) in
            [("client_secret_basic", true, false), ("client_secret_post", false, true), ("none", false, false)]
        {
            let ways = ways(&json!({"token_endpoint_auth_method": method}));
            assert_eq!((ways.believe_secret(true), ways.believe_secret(false)), (in_header, in_body), "{method}");
        }
        let by_key = ways(&json!({METHODS: {"private_key_jwt": {"credentials": [{"id": "a"}]}}}));
        assert!(by_key.believe_key("a") && !by_key.believe_key("b") && !by_key.believe_secret(false));
    }
}
