//! What can be done with the saved views of the users list, which all operators of a tenant share. One verb, one file.

pub mod create;
pub mod delete;
pub mod list;
pub mod rename;
