//! What can be done with an application. One verb, one file; which connections it may use is in
//! [`super::connections::allow_application`].

pub mod create;
pub mod delete;
pub mod details;
pub mod global;
pub mod list;
pub mod origins;
pub mod proofs;
pub mod rotate_secret;
pub mod settings;
pub mod update;
