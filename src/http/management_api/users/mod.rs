//! `/users` and below.

pub mod by_email;
pub mod create;
pub mod delete;
pub mod enrolling;
pub mod factors;
pub mod identities;
pub mod json;
pub mod list;
pub mod logs;
pub mod named_identity;
pub mod permissions;
pub mod roles;
pub mod sessions;
pub mod show;
pub mod update;
