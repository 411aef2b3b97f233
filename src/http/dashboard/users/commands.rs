//! What can be done with a user here, as calls of the Management API. What only the reader knows stands in capitals.

use crate::http::hall::commands::ApiCall;
use crate::model::user::UserId;
use serde_json::{Value, json};

/// An address that is yet to be thought of.
const EMAIL: &str = "NEW EMAIL";
/// A password that is yet to be thought of.
const PASSWORD: &str = "NEW PASSWORD";

fn call(endpoint: &'static str, parts: &[(&'static str, &str)], body: Option<Value>) -> ApiCall {
    ApiCall { endpoint, parts: parts.iter().map(|(name, value)| (*name, (*value).to_owned())).collect(), body }
}

fn of_user(endpoint: &'static str, user: &UserId, body: Option<Value>) -> ApiCall {
    call(endpoint, &[("id", user.as_str())], body)
}

/// Changes attributes.
pub fn update(user: &UserId, body: Value) -> ApiCall {
    of_user("patch_users_id", user, Some(body))
}

/// Creates a user of a connection.
pub fn create(connection: &str, needs_username: bool) -> ApiCall {
    let mut body = json!({ "connection": connection, "email": EMAIL, "password": PASSWORD });
    if needs_username {
        body["username"] = "NEW USERNAME".into();
    }
    call("post_users", &[], Some(body))
}

/// Deletes.
pub fn delete(user: &UserId) -> ApiCall {
    of_user("delete_users_id", user, None)
}

/// Blocks or unblocks.
pub fn block(user: &UserId, blocked: bool) -> ApiCall {
    update(user, json!({ "blocked": blocked }))
}

/// Sets another email address.
pub fn change_email(user: &UserId) -> ApiCall {
    update(user, json!({ "email": EMAIL, "email_verified": false }))
}

/// Sets another password.
pub fn change_password(user: &UserId) -> ApiCall {
    update(user, json!({ "password": PASSWORD }))
}

/// Mails a link that verifies the address.
pub fn send_verification_email(user: &UserId) -> ApiCall {
    call("post_jobs_verification_email", &[], Some(json!({ "user_id": user.as_str() })))
}

/// Assigns a role.
pub fn assign_role(user: &UserId, role: &str) -> ApiCall {
    of_user("post_users_id_roles", user, Some(json!({ "roles": [role] })))
}

/// Removes a role.
pub fn remove_role(user: &UserId, role: &str) -> ApiCall {
    of_user("delete_users_id_roles", user, Some(json!({ "roles": [role] })))
}

/// Assigns a permission of an API directly.
pub fn assign_permission(user: &UserId, api: &str, name: &str) -> ApiCall {
    of_user("post_users_id_permissions", user, Some(permission(api, name)))
}

/// Removes one that was assigned directly.
pub fn remove_permission(user: &UserId, api: &str, name: &str) -> ApiCall {
    of_user("delete_users_id_permissions", user, Some(permission(api, name)))
}

fn permission(api: &str, name: &str) -> Value {
    json!({ "permissions": [{ "resource_server_identifier": api, "permission_name": name }] })
}

/// Makes another user a linked account.
pub fn link(user: &UserId, provider: &str, other: &str) -> ApiCall {
    of_user("post_users_id_identities", user, Some(json!({ "provider": provider, "user_id": other })))
}

/// Makes a linked account a user of its own.
pub fn unlink(user: &UserId, provider: &str, other: &str) -> ApiCall {
    let parts = [("id", user.as_str()), ("provider", provider), ("user_id", other)];
    call("delete_users_id_identities_provider_user_id", &parts, None)
}

/// Removes all factors.
pub fn reset_mfa(user: &UserId) -> ApiCall {
    of_user("delete_users_id_authenticators", user, None)
}

/// Removes one factor.
pub fn remove_factor(user: &UserId, factor: &str) -> ApiCall {
    let parts = [("id", user.as_str()), ("authentication_method_id", factor)];
    call("delete_users_id_authentication_methods_authentication_method_id", &parts, None)
}

/// Makes another recovery code.
pub fn regenerate_recovery_code(user: &UserId) -> ApiCall {
    of_user("post_users_id_recovery_code_regeneration", user, None)
}

/// Forgets remembered browsers.
pub fn forget_browsers(user: &UserId) -> ApiCall {
    of_user("post_users_id_multifactor_actions_invalidate_remember_browser", user, None)
}

/// Unlinks a device.
pub fn unlink_device(device: &str) -> ApiCall {
    call("delete_device_credentials_id", &[("id", device)], None)
}

/// Revokes what a user has allowed an application.
pub fn revoke_grant(grant: &str) -> ApiCall {
    call("delete_grants_id", &[("id", grant)], None)
}
