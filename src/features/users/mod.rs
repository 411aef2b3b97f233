//! What can be done with a user. One verb, one file.

pub mod assign_permissions;
pub mod assign_roles;
pub mod authorized_applications;
pub mod block;
pub mod create;
pub mod details;
pub mod devices;
pub mod history;
pub mod link;
pub mod list;
pub mod locations;
mod unenroll;
pub mod permissions;
pub mod regenerate_recovery_code;
pub mod remove_factor;
pub mod remove_permission;
pub mod remove_role;
pub mod reset_mfa;
pub mod revoke_grant;
pub mod roles;
pub mod saved;
pub mod set_blocked;
pub mod unblock;
pub mod unlink;
pub mod unlink_device;
pub mod update;
pub mod update_metadata;
