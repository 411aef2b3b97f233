//! What can be done with a user. One verb, one file.

pub mod block;
pub mod create;
pub mod details;
pub mod history;
pub mod link;
pub mod list;
pub mod locations;
pub mod regenerate_recovery_code;
pub mod remove_factor;
pub mod reset_mfa;
pub mod saved;
pub mod set_blocked;
pub mod unblock;
mod unenroll;
pub mod unlink;
pub mod update;
pub mod update_metadata;
