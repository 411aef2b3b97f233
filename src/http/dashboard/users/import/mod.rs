//! Import Users, step by step: the file, what its columns mean, the dry run.

pub mod columns;
pub mod review;
pub mod upload;
