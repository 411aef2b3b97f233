//! What can be done with a connection. One verb, one file.

pub mod allow_application;
pub mod create;
pub mod delete;
pub mod delete_user;
pub mod details;
pub mod list;
pub mod seal_kept;
pub mod secrets;
pub mod settings;
pub mod update;
