//! The actions on a user. Each has a page that asks (a dialog with scripts) and a form that does.

pub mod assign_permissions;
pub mod assign_roles;
pub mod block;
pub mod change_email;
pub mod change_password;
pub mod confirm;
pub mod delete;
pub mod forget_browsers;
pub mod mark_verified;
pub mod regenerate_recovery_code;
pub mod remove_factor;
pub mod remove_permission;
pub mod remove_role;
pub mod reset_mfa;
pub mod revoke_grant;
pub mod send_verification_email;
pub mod sign_in_as;
pub mod unblock;
pub mod unlink;
pub mod unlink_device;
