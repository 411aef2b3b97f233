//! Keeps operators' sessions in the database, for the session middleware; the cookie holds an unguessable id only.

use super::session::{ACCESS, AUTHENTICATED, OPERATOR};
use crate::app::App;
use crate::model::Timestamp;
use actix_session::storage::{LoadError, SaveError, SessionKey, SessionStore, UpdateError};
use actix_web::cookie::time::Duration;
use std::collections::HashMap;

type State = HashMap<String, String>;

/// The store; limits are held by `features/operators/sessions.rs`, so the middleware's time to live is not used.
#[derive(Clone)]
pub struct DatabaseSessions {
    app: App,
}

impl DatabaseSessions {
    /// For an application.
    pub fn new(app: App) -> Self {
        Self { app }
    }
}

/// The middleware stores each value as JSON.
fn read<T: serde::de::DeserializeOwned>(state: &State, key: &str) -> Option<T> {
    state.get(key).and_then(|json| serde_json::from_str(json).ok())
}

fn operator_of(state: &State) -> Option<String> {
    read(state, OPERATOR)
}

fn authenticated_at(state: &State) -> Option<Timestamp> {
    read(state, AUTHENTICATED)
}

/// What of the state is stored.
fn json_of(state: &State) -> serde_json::Result<String> {
    serde_json::to_string(&state.iter().filter(|(key, _)| *key != ACCESS).collect::<HashMap<_, _>>())
}

impl SessionStore for DatabaseSessions {
    async fn load(&self, key: &SessionKey) -> Result<Option<State>, LoadError> {
        let found = self.app.load_session(key.as_ref().to_owned()).await;
        let Some((json, access)) = found.map_err(|e| LoadError::Other(anyhow::anyhow!(e)))? else { return Ok(None) };
        let unreadable = |e: serde_json::Error| LoadError::Deserialization(e.into());
        let mut state: State = serde_json::from_str(&json).map_err(unreadable)?;
        // Read along with the session, so that a page need not ask again; it is never written.
        if let Some(access) = access {
            state.insert(ACCESS.to_owned(), serde_json::to_string(&access).map_err(unreadable)?);
        }
        Ok(Some(state))
    }

    async fn save(&self, state: State, _ttl: &Duration) -> Result<SessionKey, SaveError> {
        let json = json_of(&state).map_err(|e| SaveError::Serialization(e.into()))?;
        let saved = self.app.save_session(operator_of(&state), json, authenticated_at(&state)).await;
        let key = saved.map_err(|e| SaveError::Other(anyhow::anyhow!(e)))?;
        key.try_into().map_err(|_| SaveError::Other(anyhow::anyhow!("the session id is too long")))
    }

    async fn update(&self, key: SessionKey, state: State, ttl: &Duration) -> Result<SessionKey, UpdateError> {
        let json = json_of(&state).map_err(|e| UpdateError::Serialization(e.into()))?;
        let updated = self.app.update_session(key.as_ref().to_owned(), operator_of(&state), json).await;
        if updated.map_err(|e| UpdateError::Other(anyhow::anyhow!(e)))? {
            return Ok(key);
        }
        // It ended meanwhile (signed out elsewhere): an ended session does not come back to life.
        self.save(State::new(), ttl).await.map_err(|e| UpdateError::Other(anyhow::anyhow!(e.to_string())))
    }

    async fn update_ttl(&self, _key: &SessionKey, _ttl: &Duration) -> Result<(), anyhow::Error> {
        Ok(())
    }

    async fn delete(&self, key: &SessionKey) -> Result<(), anyhow::Error> {
        Ok(self.app.delete_session(key.as_ref().to_owned()).await?)
    }
}
