//! `/users` and below.

pub mod by_email;
pub mod create;
pub mod delete;
pub mod json;
pub mod list;
pub mod show;
pub mod update;
