//! `/tenants/settings`.

use super::call::{Call, NoQuery};
use super::kept::Kept;
use super::kept_settings::PREFIX;
use super::problem::Problem;
use super::projection::Projection;
use super::reply::Done;
use crate::error::Result as Outcome;
use crate::features::Tx;
use crate::features::context::Context;
use crate::features::further::{self, Thing};
use crate::features::tenants;
use crate::features::tenants::update::{self, Settings};
use crate::model::JsonObject;
use crate::model::tenant::parse_name;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;

/// The switch of the tenant among the flags that programs keep.
const LIMIT: &str = "limits_results";

/// Settings of a tenant, whole or in part.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct SettingsJson(Value);

impl JsonSchema for SettingsJson {
    fn schema_name() -> Cow<'static, str> {
        "TenantSettings".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Change::json_schema(generator)
    }
}

/// Settings of a tenant. The house acts on `friendly_name` and on the flag `limits_results`; all others it keeps.
#[derive(Clone, Deserialize, JsonSchema)]
#[schemars(rename = "TenantSettingsBody")]
pub struct Change {
    /// Name of the tenant
    friendly_name: Option<String>,
    /// Switches; `limits_results` keeps programs from paging beyond the first 1,000 users
    flags: Option<Flags>,
    #[serde(flatten)]
    further: Kept<Further>,
}

/// Switches.
#[derive(Clone, Deserialize, JsonSchema)]
#[schemars(rename = "TenantFlags", extend("x-open" = true))]
struct Flags {
    /// Whether programs page to the first 1,000 users and no further
    limits_results: Option<bool>,
    #[serde(flatten)]
    #[schemars(skip)]
    others: JsonObject,
}

/// What is kept as it was sent.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what is kept as it was sent")]
struct Further {
    #[schemars(extend("x-nullable" = true))]
    change_password: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    guardian_mfa_page: Option<JsonObject>,
    default_audience: Option<String>,
    default_directory: Option<String>,
    #[schemars(extend("x-nullable" = true))]
    error_page: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    device_flow: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    default_token_quota: Option<JsonObject>,
    picture_url: Option<String>,
    support_email: Option<String>,
    support_url: Option<String>,
    allowed_logout_urls: Option<Vec<String>>,
    /// In hours
    session_lifetime: Option<f64>,
    /// In hours
    idle_session_lifetime: Option<f64>,
    #[schemars(range(min = 1))]
    ephemeral_session_lifetime: Option<f64>,
    #[schemars(range(min = 1))]
    idle_ephemeral_session_lifetime: Option<f64>,
    /// The same in minutes; told in hours all the same
    session_lifetime_in_minutes: Option<f64>,
    idle_session_lifetime_in_minutes: Option<f64>,
    ephemeral_session_lifetime_in_minutes: Option<f64>,
    idle_ephemeral_session_lifetime_in_minutes: Option<f64>,
    sandbox_version: Option<String>,
    legacy_sandbox_version: Option<String>,
    default_redirection_uri: Option<String>,
    enabled_locales: Option<Vec<String>>,
    #[schemars(extend("x-nullable" = true))]
    security_headers: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    session_cookie: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    sessions: Option<JsonObject>,
    oidc_logout: Option<JsonObject>,
    allow_organization_name_in_authentication_api: Option<bool>,
    customize_mfa_in_postlogin_action: Option<bool>,
    #[schemars(extend("x-nullable" = true))]
    acr_values_supported: Option<Vec<String>>,
    #[schemars(extend("x-nullable" = true))]
    mtls: Option<JsonObject>,
    pushed_authorization_requests_supported: Option<bool>,
    #[schemars(extend("x-nullable" = true))]
    authorization_response_iss_parameter_supported: Option<bool>,
    #[schemars(extend("x-nullable" = true))]
    skip_non_verifiable_callback_uri_confirmation_prompt: Option<bool>,
    resource_parameter_profile: Option<String>,
    client_id_metadata_document_supported: Option<bool>,
    phone_consolidated_experience: Option<bool>,
    enable_ai_guide: Option<bool>,
    include_session_metadata_in_tenant_logs: Option<bool>,
    dynamic_client_registration_security_mode: Option<String>,
    country_codes: Option<JsonObject>,
}

fn read(tx: &mut Tx, context: &Context) -> Outcome<SettingsJson> {
    let tenant = tenants::at(tx, Some(&context.tenant))?;
    let mut settings = further::of(tx, context, Thing::Tenant, tenant.id.as_str())?;
    settings.retain(|key, _| !key.starts_with(PREFIX));
    let mut flags = settings.get("flags").cloned().unwrap_or_else(|| json!({}));
    flags[LIMIT] = tenant.limits_results.into();
    settings.insert("flags".to_owned(), flags);
    settings.insert("friendly_name".to_owned(), tenant.name.into());
    Ok(SettingsJson(settings.into()))
}

/// Returns the settings.
pub async fn show(call: Call<Projection>) -> Result<Done<SettingsJson>, Problem> {
    let SettingsJson(settings) = call.read_with(read).await?;
    Ok(Done(SettingsJson(call.query.apply_to(settings))))
}

/// Changes settings; flags one by one.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<SettingsJson>, Problem> {
    let change = call.body.clone();
    let settings = call.write_with(move |tx, context| {
        write(tx, context, &change)?;
        read(tx, context)
    });
    Ok(Done(settings.await?))
}

/// Lifetimes may be sent in minutes.
fn in_hours((key, value): (&String, &Value)) -> (String, Value) {
    match (key.strip_suffix("_in_minutes"), value.as_f64()) {
        (Some(key), Some(minutes)) => (key.to_owned(), (minutes / 60.0).into()),
        _ => (key.clone(), value.clone()),
    }
}

fn write(tx: &mut Tx, context: &Context, change: &Change) -> Outcome<()> {
    further::hold(tx, context)?;
    let tenant = tenants::at(tx, Some(&context.tenant))?;
    let before = Settings::of(&tenant);
    let mut wanted = before.clone();
    if let Some(name) = &change.friendly_name {
        wanted.name = parse_name(name)?;
    }
    let mut sent: JsonObject = change.further.0.iter().map(in_hours).collect();
    if let Some(flags) = &change.flags {
        wanted.limits_results = flags.limits_results.unwrap_or(before.limits_results);
        let kept = further::of(tx, context, Thing::Tenant, tenant.id.as_str())?;
        let mut all = kept.get("flags").and_then(Value::as_object).cloned().unwrap_or_default();
        all.extend(flags.others.clone());
        if !all.is_empty() {
            sent.insert("flags".to_owned(), all.into());
        }
    }
    update::update(tx, context, &wanted, &before.version())?;
    further::merge(tx, context, (Thing::Tenant, tenant.id.as_str()), "Update tenant settings", &sent).map(drop)
}
