//! The keys with which applications prove who they are. One verb, one file.

pub mod create;
pub mod delete;
pub mod list;
pub mod prove;
pub mod update;
