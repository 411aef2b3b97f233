//! Which attributes of an application a caller's scopes are about: keys have scopes of their own, and there is one for a
//! few words about each application.

use super::Change;
use super::authentication::METHODS;
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::problem::Problem;

/// What is told to who may read keys.
const KEYS: &[&str] = &["encryption_key", "signing_keys"];
/// What is told to who may read a summary alone.
const SUMMARY: &[&str] =
    &["tenant", "client_id", "name", "description", "app_type", "logo_uri", "global", "is_first_party"];

/// How much of an application a caller sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sight {
    Summary,
    WithoutKeys,
    Whole,
}

impl Sight {
    /// That of a caller who may see something.
    pub fn of<Q, B>(call: &Call<Q, B>) -> Self {
        if call.has("read:client_keys") {
            Self::Whole
        } else if call.has("read:clients") || call.has("read:client_credentials") {
            Self::WithoutKeys
        } else {
            Self::Summary
        }
    }

    /// Whether an attribute is seen.
    pub fn sees(self, key: &str) -> bool {
        match self {
            Self::Summary => SUMMARY.contains(&key),
            Self::WithoutKeys => !KEYS.contains(&key),
            Self::Whole => true,
        }
    }
}

/// Refuses a change of what the caller's scopes are not about: without `update:clients` only keys change, each sort by its
/// own scope.
pub fn may_change(call: &Call<NoQuery, Change>) -> Result<(), Problem> {
    let own = |key: &String| match key.as_str() {
        METHODS => call.has("update:client_credentials"),
        key => KEYS.contains(&key) && call.has("update:client_keys"),
    };
    let of_keys = !call.body.is_of_one() && call.body.settings.further.0.keys().all(own);
    if of_keys || call.has("update:clients") { Ok(()) } else { Err(Problem::insufficient_scope(&["update:clients"])) }
}
