//! Gatehouse: a self-hosted home for user profiles.
//!
//! Four rooms, one direction: `http` (the edge) calls `features` (the verbs), which use `store` (SQL) and `model` (the
//! nouns). `security` and `mail` are cupboards beside them. `tests/suite/architecture.rs` holds who may import whom.

pub mod app;
pub mod clock;
pub mod command;
pub mod config;
pub mod error;
pub mod features;
pub mod http;
pub mod mail;
pub mod model;
pub mod security;
pub mod store;
