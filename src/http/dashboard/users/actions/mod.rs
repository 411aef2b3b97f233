//! The actions on a user. Each has a page that asks (a dialog with scripts) and a form that does.

pub mod block;
pub mod confirm;
pub mod regenerate_recovery_code;
pub mod remove_factor;
pub mod reset_mfa;
pub mod unblock;
pub mod unlink;
