//! The verbs: what an operator, a client or a user can do. Each has its rule, its transaction and its log event.
//!
//! To add one: a file named after the verb, a function `(&mut Tx, &Context, …)` that guards first, then changes, then
//! records; a line in `http/routes.rs`; a test under `tests/suite/features`.

pub mod applications;
pub mod audit;
pub mod client_credentials;
pub mod client_grants;
pub mod connections;
pub mod context;
pub mod deleted_users;
pub mod demo;
pub mod email_settings;
pub mod exports;
pub mod further;
pub mod imports;
pub mod jobs;
pub mod logs;
pub mod operators;
pub mod outbox;
pub mod resource_servers;
pub mod roles;
pub mod saved_views;
pub mod seed;
pub mod stats;
pub mod tenants;
pub mod tokens;
pub mod upkeep;
pub mod users;

pub use crate::store::Tx;
