//! The Connections pages.

pub mod applications;
pub mod create;
pub mod delete;
pub mod list;
pub mod settings;
pub mod show;
