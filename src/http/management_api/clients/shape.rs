//! What applications look like to programs, and what may be sent about them.

use crate::http::management_api::paging::Listed;
use crate::http::management_api::projection::Projection;
use crate::model::JsonObject;
use crate::model::application::{Application, ApplicationKind};
use crate::model::tenant::TenantId;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;

use super::authentication::{METHODS, Methods};
use super::scopes::Sight;

/// An application, whole or in part.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct ClientJson(Value);

/// An application. Its secret is told when it is made, and never again.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what ClientJson holds")]
struct ClientShape {
    tenant: Option<String>,
    client_id: Option<String>,
    client_secret: Option<String>,
    name: Option<String>,
    description: Option<String>,
    app_type: Option<AppType>,
    /// Whether it stands for all applications of the tenant
    global: Option<bool>,
    callbacks: Option<Vec<String>>,
    allowed_logout_urls: Option<Vec<String>>,
    web_origins: Option<Vec<String>>,
    #[schemars(flatten)]
    further: Further,
}

/// Further attributes of an application, kept as they are sent.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what is kept as it was sent")]
pub struct Further {
    is_first_party: Option<bool>,
    oidc_conformant: Option<bool>,
    logo_uri: Option<String>,
    allowed_origins: Option<Vec<String>>,
    client_aliases: Option<Vec<String>>,
    allowed_clients: Option<Vec<String>>,
    grant_types: Option<Vec<String>>,
    #[schemars(regex(pattern = "^(none|client_secret_post|client_secret_basic)$"), extend("x-nullable" = true))]
    token_endpoint_auth_method: Option<String>,
    /// The keys with which alone the application proves who it is, instead of its secret
    #[schemars(extend("x-nullable" = true))]
    client_authentication_methods: Option<Methods>,
    is_token_endpoint_ip_header_trusted: Option<bool>,
    #[schemars(extend("maxProperties" = 10))]
    client_metadata: Option<JsonObject>,
    jwt_configuration: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    encryption_key: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    refresh_token: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    session_transfer: Option<JsonObject>,
    oidc_logout: Option<JsonObject>,
    sso: Option<bool>,
    sso_disabled: Option<bool>,
    cross_origin_authentication: Option<bool>,
    cross_origin_loc: Option<String>,
    custom_login_page_on: Option<bool>,
    custom_login_page: Option<String>,
    custom_login_page_preview: Option<String>,
    form_template: Option<String>,
    #[schemars(extend("x-nullable" = true))]
    addons: Option<JsonObject>,
    mobile: Option<JsonObject>,
    initiate_login_uri: Option<String>,
    native_social_login: Option<JsonObject>,
    fedcm_login: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    default_organization: Option<JsonObject>,
    organization_usage: Option<String>,
    organization_require_behavior: Option<String>,
    organization_discovery_methods: Option<Vec<String>>,
    require_pushed_authorization_requests: Option<bool>,
    require_proof_of_possession: Option<bool>,
    #[schemars(extend("x-nullable" = true))]
    compliance_level: Option<String>,
    skip_non_verifiable_callback_uri_confirmation_prompt: Option<bool>,
    token_exchange: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    par_request_expiry: Option<u32>,
    token_quota: Option<JsonObject>,
    resource_server_identifier: Option<String>,
    async_approval_notification_channels: Option<Vec<String>>,
}

/// Sorts of programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AppType {
    RegularWeb,
    Spa,
    Native,
    NonInteractive,
}

impl AppType {
    pub fn kind(self) -> ApplicationKind {
        match self {
            Self::RegularWeb => ApplicationKind::RegularWeb,
            Self::Spa => ApplicationKind::SinglePage,
            Self::Native => ApplicationKind::Native,
            Self::NonInteractive => ApplicationKind::Machine,
        }
    }

    pub fn word(kind: ApplicationKind) -> &'static str {
        match kind {
            ApplicationKind::Machine => "non_interactive",
            other => other.as_str(),
        }
    }
}

impl JsonSchema for ClientJson {
    fn schema_name() -> Cow<'static, str> {
        "Client".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        ClientShape::json_schema(generator)
    }
}

impl Listed for ClientJson {
    const KEY: &'static str = "clients";
}

impl ClientJson {
    /// Its secret is told by whom it was just made.
    pub fn of(tenant: &TenantId, application: &Application, further: JsonObject, secret: Option<&str>) -> Self {
        // An application that keeps a secret gets tokens in its own name, whatever else it does.
        let grants = if application.kind.keeps_secret() { vec!["client_credentials"] } else { Vec::new() };
        let method = if application.kind.keeps_secret() { "client_secret_post" } else { "none" };
        let mut json = json!({
            "tenant": tenant.as_str(),
            "client_id": application.client_id,
            "name": application.name,
            "description": application.description,
            "app_type": AppType::word(application.kind),
            "global": false,
            "is_first_party": true,
            "oidc_conformant": true,
            "callbacks": application.callbacks,
            "allowed_logout_urls": application.logout_urls,
            "allowed_origins": application.origins,
            "web_origins": application.origins,
            "grant_types": grants,
            "token_endpoint_auth_method": method,
        });
        for (key, value) in further {
            json[key] = value;
        }
        // It proves who it is in one of these ways or the other.
        if json.get(METHODS).is_some()
            && let Some(object) = json.as_object_mut()
        {
            object.shift_remove("token_endpoint_auth_method");
        }
        if let Some(secret) = secret {
            json["client_secret"] = secret.into();
        }
        Self(json)
    }

    /// What stands for all applications of a tenant.
    pub fn of_all(tenant: &TenantId, id: &str, further: JsonObject) -> Self {
        let mut json = json!({
            "tenant": tenant.as_str(),
            "client_id": id,
            "name": "All Applications",
            "global": true,
            "is_first_party": true,
        });
        for (key, value) in further {
            json[key] = value;
        }
        Self(json)
    }

    /// The attributes that are asked for, of those that the caller sees.
    pub fn part(mut self, sight: Sight, projection: &Projection) -> Self {
        if let Some(object) = self.0.as_object_mut() {
            object.retain(|key, _| sight.sees(key));
        }
        Self(projection.apply_to(self.0))
    }

    /// Its place in lists.
    pub fn key(&self) -> String {
        self.0.get("client_id").and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}
