//! The scopes of the Management API: what a program may be allowed to do in a tenant. Each is `act:things`.
//!
//! A new endpoint that asks for a new scope gets a line here; each tenant's Management API has it from the next start on.

/// Things, and what can be done with them.
const THINGS: &[(&str, &[&str])] = &[
    ("actions", &["read"]),
    ("anomaly_blocks", &["read", "delete"]),
    ("attack_protection", &["read", "update"]),
    ("authentication_methods", &["read", "create", "update", "delete"]),
    ("branding", &["read", "update"]),
    ("client_credentials", &["read", "create", "update", "delete"]),
    ("client_grants", &["read", "create", "update", "delete"]),
    ("client_keys", &["read", "update"]),
    ("client_summary", &["read"]),
    ("client_token_vault_privileged_access", &["update"]),
    ("clients", &["read", "create", "update", "delete"]),
    ("connections", &["read", "create", "update", "delete"]),
    ("custom_domains", &["read"]),
    ("device_credentials", &["read", "delete"]),
    ("email_provider", &["read", "create", "update", "delete"]),
    ("email_templates", &["read", "create", "update"]),
    ("event_streams", &["read"]),
    ("flows", &["read"]),
    ("flows_vault_connections", &["read"]),
    ("forms", &["read"]),
    ("grants", &["read", "delete"]),
    ("guardian_enrollments", &["read", "delete"]),
    ("guardian_factors", &["read", "update"]),
    ("log_streams", &["read"]),
    ("logs", &["read"]),
    ("logs_users", &["read"]),
    ("mfa_policies", &["read", "update"]),
    ("organizations", &["read"]),
    ("phone_providers", &["read"]),
    ("phone_templates", &["read"]),
    ("prompts", &["read", "update"]),
    ("refresh_tokens", &["read", "update", "delete"]),
    ("resource_servers", &["read", "create", "update", "delete"]),
    ("role_members", &["read", "create", "delete"]),
    ("roles", &["read", "create", "update", "delete"]),
    ("rules", &["read", "create", "update", "delete"]),
    ("rules_configs", &["read", "update", "delete"]),
    ("self_service_profiles", &["read"]),
    ("sessions", &["read", "update", "delete"]),
    ("signing_keys", &["read", "create", "update"]),
    ("stats", &["read"]),
    ("tenant_settings", &["read", "update"]),
    ("token_exchange_profiles", &["read"]),
    ("user_idp_tokens", &["read"]),
    ("user_tickets", &["create"]),
    ("users", &["read", "create", "update", "delete"]),
    ("users_app_metadata", &["read", "create", "update", "delete"]),
];

/// Scopes that a user's own token may carry; then the user named in the address must be that user.
const OWN: &[&str] = &[
    "read:current_user",
    "delete:current_user",
    "update:current_user_identities",
    "create:current_user_metadata",
    "update:current_user_metadata",
    "delete:current_user_metadata",
    "create:current_user_device_credentials",
    "delete:current_user_device_credentials",
];

/// Name of the Management API on screen.
pub const API_NAME: &str = "Gatehouse Management API";

/// What follows a tenant's address in the identifier of its Management API.
pub const API_PATH: &str = "/api/v2/";

/// How long a token for the Management API is good, in seconds.
pub const LIFETIME: i64 = 86_400;

/// All scopes an application can be granted, by thing, with a few words each.
pub fn all() -> impl Iterator<Item = (String, String)> {
    THINGS.iter().flat_map(|(thing, acts)| acts.iter().map(move |act| (format!("{act}:{thing}"), words(act, thing))))
}

/// Whether there is such a scope, be it an application's or a user's own.
pub fn exists(scope: &str) -> bool {
    is_own(scope) || all().any(|(name, _)| name == scope)
}

/// Whether a scope is about the user whose token carries it.
pub fn is_own(scope: &str) -> bool {
    OWN.contains(&scope)
}

fn words(act: &str, thing: &str) -> String {
    let act = match act {
        "read" => "Read",
        "create" => "Create",
        "update" => "Change",
        _ => "Delete",
    };
    format!("{act} {}", thing.replace('_', " "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_there_once_and_have_words() {
        let mut names: Vec<_> = all().map(|(name, _)| name).collect();
        let count = names.len();
        names.sort();
        names.dedup();
        assert_eq!(names.len(), count);
        assert!(all().any(|scope| scope == ("update:users_app_metadata".into(), "Change users app metadata".into())));
        assert!(exists("read:current_user") && is_own("read:current_user"));
        assert!(!exists("read:everything") && !is_own("read:users"));
    }
}
