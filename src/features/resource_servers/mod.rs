//! APIs (resource servers) and their permissions. One verb, one file.

pub mod add_permission;
pub mod choice;
pub mod create;
pub mod delete;
pub mod draft;
pub mod list;
pub mod remove_permission;
pub mod show;
pub mod system;
pub mod update;
pub mod update_permission;
