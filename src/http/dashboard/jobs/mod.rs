//! Jobs: long work to be watched, and what came of it.

pub mod cancel;
pub mod download;
pub mod list;
pub mod rejects;
pub mod results;
pub mod show;
pub mod status;
