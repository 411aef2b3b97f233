//! Saved views of the users list.

pub mod create;
pub mod delete;
pub mod list;
pub mod rename;
