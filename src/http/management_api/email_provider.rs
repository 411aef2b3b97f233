//! `/emails/provider`: kept and told back without its secrets; mails go out by the house's own outbox.

use super::call::{Call, NoQuery};
use super::kept::Kept;
use super::problem::Problem;
use super::projection::Projection;
use super::reply::{Created, Done, NoContent};
use crate::features::email_settings;
use crate::model::JsonObject;
use crate::security::seal::Sealer;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::borrow::Cow;

/// Credentials that are no secrets.
const TOLD: &[&str] = &["api_user", "domain", "region", "smtp_host", "smtp_port", "smtp_user"];

/// The provider, whole or in part.
#[derive(Debug, Clone, Serialize)]
#[serde(transparent)]
pub struct Provider(Value);

/// The provider.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what Provider holds")]
struct Shape {
    name: Option<String>,
    enabled: Option<bool>,
    default_from_address: Option<String>,
    credentials: Option<JsonObject>,
    #[schemars(extend("x-nullable" = true))]
    settings: Option<JsonObject>,
}

impl JsonSchema for Provider {
    fn schema_name() -> Cow<'static, str> {
        "EmailProvider".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        Shape::json_schema(generator)
    }
}

/// Providers that can be named.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
enum Name {
    Mailgun,
    Mandrill,
    Sendgrid,
    Resend,
    Ses,
    Sparkpost,
    Smtp,
    AzureCs,
    Ms365,
    Custom,
}

/// Any object.
#[derive(JsonSchema)]
#[schemars(extend("x-open" = true))]
pub struct Anything {}

/// What stands beside the credentials.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is the description of what is kept as it was sent")]
pub struct Settings {
    /// Whether mails go out by it
    enabled: Option<bool>,
    /// Address of the sender
    default_from_address: Option<String>,
    /// Further settings of the provider
    #[schemars(extend("x-nullable" = true))]
    settings: Option<JsonObject>,
}

/// The body of a new provider.
#[derive(Deserialize, JsonSchema)]
pub struct NewProvider {
    /// Name of the provider
    name: Name,
    /// How the house proves to the provider who it is
    credentials: Kept<Anything>,
    #[serde(flatten)]
    settings: Kept<Settings>,
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// Name of the provider
    name: Option<Name>,
    /// How the house proves to the provider who it is; all of it
    credentials: Option<Kept<Anything>>,
    #[serde(flatten)]
    settings: Kept<Settings>,
}

/// What is kept in the open: the settings, and those of the credentials that are no secrets.
fn open(name: Option<Name>, settings: &JsonObject, credentials: Option<&JsonObject>) -> JsonObject {
    let mut open = settings.clone();
    if let Some(name) = name.and_then(|name| serde_json::to_value(name).ok()) {
        open.insert("name".to_owned(), name);
    }
    if let Some(credentials) = credentials {
        let told = credentials.iter().filter(|(key, _)| TOLD.contains(&key.as_str()));
        let told: JsonObject = told.map(|(key, value)| (key.clone(), value.clone())).collect();
        open.insert("credentials".to_owned(), told.into());
    }
    open
}

/// Returns the provider.
pub async fn show(call: Call<Projection>) -> Result<Done<Provider>, Problem> {
    let found = call.read_with(email_settings::provider).await?;
    Ok(Done(Provider(call.query.apply(found).into())))
}

/// Sets the provider up.
pub async fn create(call: Call<NoQuery, NewProvider>) -> Result<Created<Provider>, Problem> {
    let NewProvider { name, credentials, settings } = &call.body;
    let mut open = open(Some(*name), &settings.0, Some(&credentials.0));
    open.entry("enabled").or_insert(true.into());
    let (credentials, sealer) = (credentials.0.clone(), Sealer::new(&call.app.signer));
    let made = call.write_with(move |tx, context| {
        email_settings::create_provider(tx, context, &sealer, &open, &credentials)?;
        email_settings::provider(tx, context)
    });
    Ok(Created(Provider(made.await?.into())))
}

/// Changes the provider.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<Provider>, Problem> {
    let Change { name, credentials, settings } = &call.body;
    let credentials = credentials.as_ref().map(|credentials| credentials.0.clone());
    let open = open(*name, &settings.0, credentials.as_ref());
    let sealer = Sealer::new(&call.app.signer);
    let changed = call.write_with(move |tx, context| {
        email_settings::update_provider(tx, context, &sealer, &open, credentials.as_ref())?;
        email_settings::provider(tx, context)
    });
    Ok(Done(Provider(changed.await?.into())))
}

/// Forgets the provider.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    call.write_with(email_settings::delete_provider).await?;
    Ok(NoContent)
}
