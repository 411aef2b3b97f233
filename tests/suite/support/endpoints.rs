//! Real calls for the lines of the API's table: what their paths and bodies name exists in the demo's first tenant, or is
//! made. A new variable of a path gets a line in [`Things::of`], a body that has to say more than its least one in
//! [`Things::body`].

use super::house::{AMARA, House};
use super::places::TOMASZ;
use super::rows;
use gatehouse::http::dashboard::apis::explorer::operation::{self, Operation};
use gatehouse::http::management_api::endpoint::Endpoint;
use gatehouse::http::urls::encode;
use serde_json::{Value, json};
use std::collections::HashMap;

/// A user whom nothing joins with the others, to be linked.
const LONER: &str = "61cf8531a22348eeb2abe9b8";

/// Things with ids, by the word of a path before the id, and what the API's document says of each endpoint.
pub struct Things {
    ids: HashMap<&'static str, String>,
    described: HashMap<String, Operation>,
    /// Id of the API, and name, of a permission.
    permission: (String, String),
    certificate: String,
}

fn first(house: &House, sql: &str) -> String {
    let sql = format!("{sql} ORDER BY 1 LIMIT 1");
    rows::words(&house.app.config.database_url, &sql).pop().unwrap_or_else(|| panic!("nothing: {sql}"))
}

impl Things {
    /// Of the first tenant.
    pub async fn of(house: &House) -> Self {
        let first = |table: &str, column: &str, more: &str| {
            first(house, &format!("SELECT {column} AS word FROM {table} WHERE tenant_id = 'northwind' {more}"))
        };
        let program = house.program().await;
        let job = program.post("/jobs/users-exports", json!({})).await.expect(200).json()["id"].clone();
        house.app.work_until_idle().unwrap();
        let client = house.client("Signer").id;
        let key = gatehouse::security::jwt::generate("a").unwrap();
        let credential = json!({"credential_type": "public_key", "pem": key.certificate});
        let credential = program.post(&format!("/clients/{client}/credentials"), credential).await.expect(201).json();
        let document = house.get("/api/v2/openapi.json").await.expect(200).json();
        let api = program.get("/resource-servers?identifiers=urn%3Anorthwind%3Areports").await.expect(200).json();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let of_amara = format!("AND user_id = '{AMARA}'");
        let ids = HashMap::from([
            ("users", AMARA.to_owned()),
            ("user-blocks", AMARA.to_owned()),
            (
                "identities",
                first("identities", "provider_user_id", &format!("AND user_id = '{TOMASZ}' AND position = 1")),
            ),
            ("providers", first("identities", "provider", &format!("AND user_id = '{TOMASZ}' AND position = 1"))),
            ("authentication-methods", first("mfa_enrollments", "enrollment_id", &of_amara)),
            ("sessions", first("user_sessions", "session_id", "")),
            ("refresh-tokens", first("device_credentials", "device_id", "")),
            ("device-credentials", first("device_credentials", "device_id", &of_amara)),
            ("roles", first("roles", "role_id", "")),
            ("connections", first("connections", "connection_id", "AND name = 'Customers'")),
            ("clients", client),
            ("credentials", text(&credential["id"])),
            ("client-grants", first("client_grants", "grant_id", "")),
            ("grants", first("grants", "grant_id", "")),
            ("resource-servers", text(&api[0]["id"])),
            ("logs", first("log_events", "log_id", "")),
            ("jobs", text(&job)),
            ("signing", first("signing_keys", "kid", "AND state = 'next'")),
            ("factors", "sms".to_owned()),
            ("email-templates", "verify_email".to_owned()),
            ("ips", "203.0.113.9".to_owned()),
        ]);
        Self {
            ids,
            described: operation::all(&document).into_iter().map(|one| (one.id.clone(), one)).collect(),
            permission: (text(&api[0]["identifier"]), text(&api[0]["scopes"][0]["value"])),
            certificate: gatehouse::security::jwt::generate("b").unwrap().certificate,
        }
    }

    /// The id of a kind of thing.
    pub fn id(&self, kind: &str) -> &str {
        &self.ids[kind]
    }

    /// The path of a line with ids that are there.
    pub fn path(&self, line: &Endpoint) -> String {
        self.filled(line, str::to_owned)
    }

    /// The path with ids that nobody has. Words that name no thing of a tenant stay the same.
    pub fn nowhere(&self, line: &Endpoint) -> String {
        self.filled(line, other)
    }

    fn filled(&self, line: &Endpoint, of: impl Fn(&str) -> String) -> String {
        let (mut path, mut kind) = (Vec::new(), "");
        for part in line.path.split('/') {
            let same = ["factors", "email-templates", "ips"].contains(&kind);
            path.push(match part {
                "{provider}" if kind == "multifactor" => "google-authenticator".to_owned(),
                "{provider}" => self.id("providers").to_owned(),
                "{id}" if line.path.contains("{provider}/{user_id}") => encode(&of(TOMASZ)),
                _ if !part.starts_with('{') => part.to_owned(),
                _ => match self.ids.get(kind) {
                    Some(id) if same => encode(id),
                    Some(id) => encode(&of(id)),
                    None => "login".to_owned(),
                },
            });
            kind = if part.starts_with('{') { kind } else { part };
        }
        let query = match (line.method.as_str(), line.path.as_str()) {
            ("DELETE", "/connections/{id}/users") => "?email=ida%40farm.example",
            ("DELETE" | "GET", "/user-blocks") => "?identifier=ida%40farm.example",
            ("DELETE", "/grants") => "?user_id=auth0%7C65f1c09a7be2d4018c33a901",
            _ => "",
        };
        path.join("/") + query
    }

    /// A body that does something; the least that the document asks for where that is enough.
    pub fn body(&self, line: &Endpoint) -> Option<Value> {
        let least = self.described[&line.id()].body.as_ref()?.example.clone();
        let permissions = || {
            let (api, name) = &self.permission;
            json!({"permissions": [{"resource_server_identifier": api, "permission_name": name}]})
        };
        let own = |key: &str| self.id(key);
        Some(match (line.method.as_str(), line.path.as_str()) {
            ("POST", "/users") => {
                json!({"connection": "Customers", "email": "ida@farm.example", "password": "Correct-Horse-9", "verify_email": false})
            }
            ("PATCH", "/users/{id}") => json!({"user_metadata": {"lang": "sv"}, "nickname": "Ida"}),
            (_, "/users/{id}/roles") => json!({"roles": [own("roles")]}),
            (_, "/users/{id}/permissions" | "/roles/{id}/permissions") => permissions(),
            (_, "/roles/{id}/users") => json!({"users": [AMARA]}),
            (_, "/users/{id}/identities") => json!({"provider": "auth0", "user_id": LONER}),
            ("POST", "/users/{id}/authentication-methods") => json!({"type": "email", "email": "ida@farm.example"}),
            ("PUT", "/users/{id}/authentication-methods") => json!([{"type": "email", "email": "ida@farm.example"}]),
            ("PATCH", "/users/{id}/authentication-methods/{authentication_method_id}") => json!({"name": "Work"}),
            ("PATCH", "/sessions/{id}") => json!({"session_metadata": {"desk": "4"}}),
            ("PATCH", "/refresh-tokens/{id}") => json!({"refresh_token_metadata": {"desk": "4"}}),
            ("POST", "/refresh-tokens/revoke") => json!({"ids": [own("refresh-tokens")]}),
            ("PATCH", "/roles/{id}") => json!({"description": "Sees the herd"}),
            ("POST", "/connections") => json!({"name": "barn", "strategy": "auth0"}),
            ("PATCH", "/connections/{id}") => json!({"display_name": "Barn"}),
            ("PATCH", "/connections/{id}/clients") => json!([{"client_id": own("clients"), "status": true}]),
            ("POST", "/resource-servers") => json!({"identifier": "https://herd.example", "name": "Herd"}),
            ("PATCH", "/resource-servers/{id}") => json!({"token_lifetime": 3600, "name": "Reports of all"}),
            ("POST", "/clients") => json!({"name": "Herd"}),
            ("PATCH", "/clients/{id}") => json!({"description": "Counts the herd", "sso": true}),
            ("POST", "/clients/{client_id}/credentials") => {
                json!({"credential_type": "public_key", "pem": self.certificate})
            }
            ("PATCH", "/clients/{client_id}/credentials/{credential_id}") => {
                json!({"expires_at": "2027-01-01T00:00:00.000Z"})
            }
            ("POST", "/client-grants") => {
                json!({"client_id": own("clients"), "audience": self.permission.0, "scope": [self.permission.1]})
            }
            ("PATCH", "/client-grants/{id}") => json!({"scope": ["read:users"]}),
            ("POST", "/jobs/verification-email")
            | ("POST", "/tickets/email-verification" | "/tickets/password-change") => {
                json!({"user_id": AMARA})
            }
            ("PATCH", "/tenants/settings") => json!({"support_email": "help@farm.example", "friendly_name": "Farm"}),
            ("PATCH", "/email-templates/{template_name}") => json!({"subject": "Hello"}),
            ("PUT", "/email-templates/{template_name}") => {
                json!({"template": "verify_email", "body": "Hello", "subject": "Welcome", "syntax": "liquid", "enabled": true})
            }
            ("PATCH", "/emails/provider") => json!({"default_from_address": "shop@farm.example"}),
            ("POST", "/emails/provider") => {
                json!({"name": "sendgrid", "credentials": {"api_key": "a-key-of-the-herd"}})
            }
            ("PUT", "/guardian/policies") => json!(["all-applications"]),
            // A group of settings takes any attributes.
            ("PATCH", _) if least == json!({}) => json!({"enabled": true}),
            _ => least,
        })
    }
}

/// The same id but for its last letter.
pub fn other(id: &str) -> String {
    let last = if id.ends_with('0') { '1' } else { '0' };
    format!("{}{last}", &id[..id.len() - 1])
}
