//! Roles. One verb, one file; giving a role to a user is among the verbs of users.

pub mod add_permissions;
pub mod create;
pub mod delete;
pub mod draft;
pub mod list;
pub mod remove_permission;
pub mod show;
pub mod update;
pub mod users;
