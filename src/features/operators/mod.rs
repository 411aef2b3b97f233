//! Operators: who they are, how they sign in, where they may go, and who decides that.

pub mod change_role;
pub mod choose_password;
pub mod choose_time_zone;
pub mod create;
pub mod invite;
mod last_owner;
pub mod list;
pub mod mail_link;
pub mod remove;
pub mod reset_password;
pub mod sessions;
pub mod sign_in;
pub mod throttle;
pub mod visit;
