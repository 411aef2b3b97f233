//! What can be done with a user. One verb, one file.

pub mod block;
pub mod create;
pub mod details;
pub mod history;
pub mod list;
pub mod locations;
pub mod set_blocked;
pub mod unblock;
