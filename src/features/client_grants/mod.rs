//! What applications may ask of APIs in their own name. One verb, one file.

pub mod create;
pub mod delete;
pub mod list;
pub mod programs;
pub mod update;
