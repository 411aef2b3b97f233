//! Every address of the product, made here and never spelled elsewhere.

use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::borrow::Cow;

/// Where applications ask for tokens.
pub const TOKEN: &str = "/oauth/token";
/// The public keys of a tenant's tokens.
pub const KEY_SET: &str = "/.well-known/jwks.json";
/// What a tenant's token endpoint offers.
pub const OPENID_CONFIGURATION: &str = "/.well-known/openid-configuration";
/// The Management API; its own paths follow.
pub const API: &str = "/api/v2";
/// Where programs get the file of an export.
pub const JOB_FILE: &str = "/files/{tenant}/{job}";
/// The Management API's description for programs (OpenAPI).
pub const API_DOCUMENT: &str = "/api/v2/openapi.json";
/// The way in; `tenant` asks for one of them.
pub const DASHBOARD: &str = "/dashboard";
/// Where operators sign in.
pub const SIGN_IN: &str = "/sign-in";
/// Posting here signs in as the demo administrator (development mode).
pub const DEMO_SIGN_IN: &str = "/sign-in/demo";
/// Where operators show once more who they are.
pub const RE_AUTHENTICATE: &str = "/re-authenticate";
/// Posting here does it for the demo administrator (development mode).
pub const DEMO_RE_AUTHENTICATE: &str = "/re-authenticate/demo";
/// Posting here signs out.
pub const SIGN_OUT: &str = "/sign-out";
/// The operator's own page.
pub const ACCOUNT: &str = "/account";
/// Posting here ends all of the operator's sessions.
pub const SIGN_OUT_EVERYWHERE: &str = "/account/sign-out-everywhere";
/// Posting here chooses the clock by which times are shown.
pub const TIME_ZONE: &str = "/account/time-zone";
/// Posting here pins the theme.
pub const THEME: &str = "/account/theme";
/// Where the link of a verification mail leads.
pub const VERIFY_EMAIL: &str = "/verify-email";
/// Where the link of a reset mail leads.
pub const RESET_PASSWORD: &str = "/reset-password";
/// Where the link of a mail to an operator leads.
pub const CHOOSE_PASSWORD: &str = "/choose-password";
/// A new tenant.
pub const CREATE_TENANT: &str = "/tenants/create";

const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A text as one segment of a path or one value of a query.
pub fn encode(text: &str) -> String {
    Cow::from(utf8_percent_encode(text, SEGMENT)).into_owned()
}

/// The sign-in page, and where to go afterwards.
pub fn sign_in(back: Option<&str>) -> String {
    back.map_or_else(|| SIGN_IN.to_owned(), |back| format!("{SIGN_IN}?next={}", encode(back)))
}

/// The page that asks an operator who they are before something sensitive, and where to go on afterwards.
pub fn re_authenticate(next: &str) -> String {
    format!("{RE_AUTHENTICATE}?next={}", encode(next))
}

/// Likewise for the demo administrator.
pub fn demo_re_authenticate(next: &str) -> String {
    format!("{DEMO_RE_AUTHENTICATE}?next={}", encode(next))
}

/// The users list: the tenant's first page.
pub fn users(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/users")
}

/// The users list with a query, which stands after the `?`.
pub fn users_with(tenant: &TenantId, query: &str) -> String {
    if query.is_empty() { users(tenant) } else { format!("{}?{query}", users(tenant)) }
}

/// How the query language of the users list is written.
pub fn search_help(tenant: &TenantId) -> String {
    format!("{}/search-help", users(tenant))
}

/// The saved views of the users list.
pub fn saved_views(tenant: &TenantId) -> String {
    format!("{}/views", users(tenant))
}

/// Saves a view; of a query, or of the one its form carries.
pub fn create_saved_view(tenant: &TenantId, query: &str) -> String {
    let query = if query.is_empty() { String::new() } else { format!("?query={}", encode(query)) };
    format!("{}/create{query}", saved_views(tenant))
}

/// An act on a saved view: `rename` or `delete`.
pub fn saved_view(tenant: &TenantId, id: &str, part: &str) -> String {
    format!("{}/{}/{part}", saved_views(tenant), encode(id))
}

/// Create User.
pub fn create_user(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/users/create")
}

/// The deleted users that can be restored.
pub fn deleted_users(tenant: &TenantId) -> String {
    format!("{}/deleted", users(tenant))
}

/// An act on a deleted user: `restore` or `delete`.
pub fn deleted_user(tenant: &TenantId, id: &str, part: &str) -> String {
    format!("{}/{}/{part}", deleted_users(tenant), encode(id))
}

/// What happens to ticked users.
pub fn bulk(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/users/bulk")
}

/// The dry run of a bulk act, where it is started.
pub fn bulk_plan(tenant: &TenantId, job: &str) -> String {
    format!("{}/{}", bulk(tenant), encode(job))
}

/// What undoes something done to several users: a verb, and the id of a role where the verb has one.
pub fn bulk_undo(tenant: &TenantId, verb: &str, role: &str, users: &[UserId]) -> String {
    format!("{}?verb={verb}&role={}&{}", bulk(tenant), encode(role), pairs("user", users))
}

fn pairs(name: &str, users: &[UserId]) -> String {
    let pairs: Vec<_> = users.iter().map(|u| format!("{name}={}", encode(u.as_str()))).collect();
    pairs.join("&")
}

/// The Import Users page.
pub fn imports(tenant: &TenantId) -> String {
    format!("{}/import", users(tenant))
}

/// An import that has been described and not started.
pub fn import(tenant: &TenantId, job: &str) -> String {
    format!("{}/{}", imports(tenant), encode(job))
}

/// What the columns of its table mean.
pub fn import_columns(tenant: &TenantId, job: &str) -> String {
    format!("{}/columns", import(tenant, job))
}

/// The Export Users page; `list` is the address of a list of users.
pub fn export(tenant: &TenantId, list: &str) -> String {
    let url = format!("{}/export", users(tenant));
    if list.is_empty() { url } else { format!("{url}?list={}", encode(list)) }
}

/// The Jobs page.
pub fn jobs(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/jobs")
}

/// One job.
pub fn job(tenant: &TenantId, id: &str) -> String {
    format!("{}/{}", jobs(tenant), encode(id))
}

/// The file of an export, for programs.
pub fn job_file(tenant: &TenantId, id: &str) -> String {
    format!("/files/{tenant}/{}", encode(id))
}

/// An action or a file of a job, for example `cancel` or `results`.
pub fn job_part(tenant: &TenantId, id: &str, part: &str) -> String {
    format!("{}/{part}", job(tenant, id))
}

/// The page of a mailed link, by its path and the secret it carries.
pub fn ticket(path: &str, secret: &str) -> String {
    format!("{path}?ticket={}", encode(secret))
}

/// User Details.
pub fn user(tenant: &TenantId, user: &UserId) -> String {
    format!("/dashboard/{tenant}/users/{}", encode(user.as_str()))
}

/// A tab or an action of a user, for example `history` or `block`.
pub fn user_part(tenant: &TenantId, user_id: &UserId, part: &str) -> String {
    format!("{}/{part}", user(tenant, user_id))
}

/// An act on something of a user, for example `link` and the other user's id.
pub fn user_thing(tenant: &TenantId, user_id: &UserId, part: &str, thing: &str) -> String {
    format!("{}/{}", user_part(tenant, user_id, part), encode(thing))
}

/// The Roles page.
pub fn roles(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/roles")
}

/// One role.
pub fn role(tenant: &TenantId, role: &str) -> String {
    format!("/dashboard/{tenant}/roles/{}", encode(role))
}

/// The APIs page.
pub fn apis(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/apis")
}

/// One API.
pub fn api(tenant: &TenantId, id: &str) -> String {
    format!("/dashboard/{tenant}/apis/{}", encode(id))
}

/// The Applications page.
pub fn applications(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/applications")
}

/// One application.
pub fn application(tenant: &TenantId, client_id: &str) -> String {
    format!("/dashboard/{tenant}/applications/{}", encode(client_id))
}

/// Create Application.
pub fn create_application(tenant: &TenantId) -> String {
    format!("{}/create", applications(tenant))
}

/// A tab or an action of an application, for example `connections` or `delete`.
pub fn application_part(tenant: &TenantId, client_id: &str, part: &str) -> String {
    format!("{}/{part}", application(tenant, client_id))
}

/// Posting here turns a connection on (or off) for an application, from the application's end.
pub fn application_connection(tenant: &TenantId, client_id: &str, connection: &str, on: bool) -> String {
    let verb = if on { "enable" } else { "disable" };
    format!("{}/connections/{}/{verb}", application(tenant, client_id), encode(connection))
}

/// The Connections page.
pub fn connections(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/connections")
}

/// One connection's settings.
pub fn connection(tenant: &TenantId, id: &str) -> String {
    format!("/dashboard/{tenant}/connections/{}", encode(id))
}

/// The applications of a connection.
pub fn connection_applications(tenant: &TenantId, id: &str) -> String {
    format!("/dashboard/{tenant}/connections/{}/applications", encode(id))
}

/// Create Database Connection.
pub fn create_connection(tenant: &TenantId) -> String {
    format!("{}/create", connections(tenant))
}

/// The page that asks before a connection is deleted.
pub fn delete_connection(tenant: &TenantId, id: &str) -> String {
    format!("{}/delete", connection(tenant, id))
}

/// Posting here turns a connection on (or off) for an application, from the connection's end.
pub fn connection_application(tenant: &TenantId, id: &str, client_id: &str, on: bool) -> String {
    let verb = if on { "enable" } else { "disable" };
    format!("{}/{}/{verb}", connection_applications(tenant, id), encode(client_id))
}

/// The Logs page.
pub fn logs(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/logs")
}

/// One log event.
pub fn log_event(tenant: &TenantId, id: &str) -> String {
    format!("/dashboard/{tenant}/logs/{}", encode(id))
}

/// The Outbox page (development mode).
pub fn outbox(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/outbox")
}

/// The tenant's own settings.
pub fn tenant_settings(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/settings")
}

/// The Operators page.
pub fn operators(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/operators")
}

/// Invite an operator.
pub fn invite_operator(tenant: &TenantId) -> String {
    format!("{}/invite", operators(tenant))
}

/// An action on an operator, for example `change-role` or `remove`.
pub fn operator_part(tenant: &TenantId, id: &str, part: &str) -> String {
    format!("{}/{}/{part}", operators(tenant), encode(id))
}

/// One log event in the frame of its user.
pub fn user_log_event(tenant: &TenantId, user: &UserId, id: &str) -> String {
    format!("{}/{}", user_part(tenant, user, "history"), encode(id))
}

/// One mail of the outbox.
pub fn mail(tenant: &TenantId, id: &str) -> String {
    format!("{}/{}", outbox(tenant), encode(id))
}

/// Asks before a device is unlinked, and unlinks it.
pub fn unlink_device(tenant: &TenantId, user_id: &UserId, device: &str) -> String {
    format!("{}/devices/{}/unlink", user(tenant, user_id), encode(device))
}

/// Asks before an authorization is revoked, and revokes it.
pub fn revoke_grant(tenant: &TenantId, user_id: &UserId, grant: &str) -> String {
    format!("{}/authorized-applications/{}/revoke", user(tenant, user_id), encode(grant))
}

/// A user's direct permission; the verb is `assign` or `remove`.
pub fn user_permission(tenant: &TenantId, user_id: &UserId, api: &str, permission: &str, verb: &str) -> String {
    format!("{}/permissions/{}/{}/{verb}", user(tenant, user_id), encode(api), encode(permission))
}

/// A user's role; the verb is `assign` or `remove`.
pub fn user_role(tenant: &TenantId, user_id: &UserId, role: &str, verb: &str) -> String {
    format!("{}/roles/{}/{verb}", user(tenant, user_id), encode(role))
}

/// Create Role.
pub fn create_role(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/roles/create")
}

/// A tab or an action of a role, for example `users` or `delete`.
pub fn role_part(tenant: &TenantId, role_id: &str, part: &str) -> String {
    format!("{}/{part}", role(tenant, role_id))
}

/// A permission of a role; the verb is `add` or `remove`.
pub fn role_permission(tenant: &TenantId, role_id: &str, api: &str, permission: &str, verb: &str) -> String {
    format!("{}/permissions/{}/{}/{verb}", role(tenant, role_id), encode(api), encode(permission))
}

/// A user of a role; the verb is `assign` or `remove`.
pub fn role_user(tenant: &TenantId, role_id: &str, user_id: &UserId, verb: &str) -> String {
    format!("{}/users/{}/{verb}", role(tenant, role_id), encode(user_id.as_str()))
}

/// Create API.
pub fn create_api(tenant: &TenantId) -> String {
    format!("/dashboard/{tenant}/apis/create")
}

/// A tab or an action of an API, for example `permissions` or `delete`.
pub fn api_part(tenant: &TenantId, id: &str, part: &str) -> String {
    format!("{}/{part}", api(tenant, id))
}

/// A permission of an API; the verb is `edit` or `remove`.
pub fn api_permission(tenant: &TenantId, id: &str, permission: &str, verb: &str) -> String {
    format!("{}/permissions/{}/{verb}", api(tenant, id), encode(permission))
}

/// A program that may call an API, and a part of its pages.
pub fn api_program(tenant: &TenantId, id: &str, client_id: &str, part: &str) -> String {
    format!("{}/programs/{}/{part}", api(tenant, id), encode(client_id))
}
