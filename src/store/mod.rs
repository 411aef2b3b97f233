//! The only room that speaks SQL: plain functions on a transaction, returning model types.
//!
//! To add a table: twin migrations, its lines in `schema.rs`, a file here with a private row type. What the two
//! databases say differently goes to `dialect.rs`.

pub mod connection;
pub mod db;
pub mod dialect;
pub mod migrate;
pub mod schema;

pub mod application_list;
pub mod applications;
mod bulk;
pub mod client_credentials;
pub mod client_grants;
pub mod columns;
pub mod connection_applications;
pub mod connection_list;
pub mod connections;
pub mod deleted_users;
pub mod device_credentials;
pub mod email_settings;
pub mod former_passwords;
pub mod further;
pub mod grants;
pub mod identities;
pub mod import_matches;
pub mod job_items;
pub mod jobs;
mod keyset;
pub mod list_choices;
pub mod log_events;
pub mod log_list;
pub mod log_places;
pub mod log_search;
pub mod mfa_enrollments;
pub mod operator_list;
pub mod operator_sessions;
pub mod operator_tickets;
pub mod operators;
pub mod outbox;
pub mod password_credentials;
pub mod permission_list;
pub mod permissions;
pub mod remembered_browsers;
pub mod resource_server_list;
pub mod resource_servers;
pub mod role_list;
pub mod role_permissions;
pub mod roles;
pub mod saved_views;
mod search_indexes;
mod search_plan;
mod search_sql;
pub mod search_values;
pub mod seeding;
pub mod sign_in_throttles;
pub mod signing_keys;
mod statement;
pub mod stats;
pub mod tenants;
pub mod tickets;
pub mod upkeep;
pub mod user_counts;
pub mod user_export;
pub mod user_list;
pub mod user_permissions;
pub mod user_roles;
pub mod user_search;
pub mod user_selection;
pub mod user_sessions;
mod user_tallies;
pub mod users;
pub mod whole_user;

pub use db::{Db, LONGEST_WAIT, Tx};
