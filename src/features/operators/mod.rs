//! Operators: who they are, how they sign in, and where they may go.

pub mod create;
pub mod reset_password;
pub mod sessions;
pub mod sign_in;
pub mod throttle;
pub mod visit;
