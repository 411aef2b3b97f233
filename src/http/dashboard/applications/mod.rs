//! The Applications pages.

pub mod connections;
pub mod create;
pub mod delete;
pub mod list;
pub mod rotate_secret;
pub mod secret;
pub mod settings;
pub mod show;
