//! The log of a tenant: looking things up in it. It is written by `features::audit`.

pub mod find;
pub mod list;
pub mod purge;
pub mod record;
pub mod record_failure;
