//! `/clients`.

use super::call::{Call, NoQuery};
use super::either::{Both, Either};
use super::kept::Kept;
use super::paging::Listed;
use super::problem::Problem;
use super::projection::Projection;
use super::reply::{Created, Done, NoContent};
use crate::error::{Error, Result as Outcome};
use crate::features::Tx;
use crate::features::applications::settings::Typed;
use crate::features::applications::{
    create as make, delete as remove, details, list as found, rotate_secret, update as change,
};
use crate::features::context::Context;
use crate::features::further::{self, Thing};
use crate::model::JsonObject;
use crate::model::application::{Application, ApplicationKind};
use crate::model::tenant::TenantId;
use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::borrow::Cow;

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
struct Further {
    is_first_party: Option<bool>,
    oidc_conformant: Option<bool>,
    logo_uri: Option<String>,
    allowed_origins: Option<Vec<String>>,
    client_aliases: Option<Vec<String>>,
    allowed_clients: Option<Vec<String>>,
    grant_types: Option<Vec<String>>,
    #[schemars(regex(pattern = "^(none|client_secret_post|client_secret_basic)$"), extend("x-nullable" = true))]
    token_endpoint_auth_method: Option<String>,
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
enum AppType {
    RegularWeb,
    Spa,
    Native,
    NonInteractive,
}

impl AppType {
    fn kind(self) -> ApplicationKind {
        match self {
            Self::RegularWeb => ApplicationKind::RegularWeb,
            Self::Spa => ApplicationKind::SinglePage,
            Self::Native => ApplicationKind::Native,
            Self::NonInteractive => ApplicationKind::Machine,
        }
    }

    fn word(kind: ApplicationKind) -> &'static str {
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
    fn of(tenant: &TenantId, application: &Application, further: JsonObject, secret: Option<&str>) -> Self {
        let machine = application.kind == ApplicationKind::Machine;
        let grants = if machine { vec!["client_credentials"] } else { Vec::new() };
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
        if let Some(secret) = secret {
            json["client_secret"] = secret.into();
        }
        Self(json)
    }

    /// The attributes that are asked for.
    fn part(self, projection: &Projection) -> Self {
        Self(projection.apply_to(self.0))
    }

    fn key(&self) -> String {
        self.0.get("client_id").and_then(Value::as_str).unwrap_or_default().to_owned()
    }
}

/// The query of the list.
#[derive(Deserialize, JsonSchema)]
pub struct Query {
    /// Whether only the tenant's own global client is meant, of which there is none
    is_global: Option<bool>,
    /// Whether applications of the tenant are meant, which all are
    is_first_party: Option<bool>,
    /// Sorts of programs, separated by commas
    app_type: Option<String>,
    /// Text that the name or the client id contains
    #[serde(default)]
    q: String,
    #[serde(flatten)]
    both: Both,
    #[serde(flatten)]
    projection: Projection,
}

/// Lists applications.
pub async fn list(call: Call<Query>) -> Result<Done<Either<ClientJson>>, Problem> {
    let query = &call.query;
    let search = query.q.clone();
    let (mut all, mut further) = call
        .read_with(move |tx, context| {
            Ok((found::all(tx, context, &search)?, further::all(tx, context, Thing::Application)?))
        })
        .await?;
    if query.is_global == Some(true) || query.is_first_party == Some(false) {
        all.clear();
    }
    if let Some(kinds) = &query.app_type {
        all.retain(|application| kinds.split(',').any(|kind| kind.trim() == AppType::word(application.kind)));
    }
    all.sort_by(|a, b| a.client_id.cmp(&b.client_id));
    let mut json = |application: &Application| {
        let further = further.remove(&application.client_id).unwrap_or_default();
        ClientJson::of(&call.tenant.id, application, further, None)
    };
    let answer = query.both.of_all(all.iter().map(&mut json).collect(), ClientJson::key)?;
    Ok(Done(answer.map(|client| client.part(&query.projection))))
}

/// An application and what is kept with it.
fn whole(tx: &mut Tx, context: &Context, id: &str) -> Outcome<(Application, JsonObject)> {
    let (application, _) = details::settings(tx, context, id)?;
    Ok((application, further::of(tx, context, Thing::Application, id)?))
}

/// Returns an application.
pub async fn show(call: Call<Projection>) -> Result<Done<ClientJson>, Problem> {
    let id = call.part("id");
    let (application, further) = call.read_with(move |tx, context| whole(tx, context, &id)).await?;
    Ok(Done(ClientJson::of(&call.tenant.id, &application, further, None).part(&call.query)))
}

/// What can be set of an application.
#[derive(Clone, Deserialize, JsonSchema)]
pub struct Settings {
    /// What it is for
    description: Option<String>,
    /// Sort of program
    app_type: Option<AppType>,
    /// Addresses that users may be sent back to
    callbacks: Option<Vec<String>>,
    /// Addresses that users may be sent to after signing out
    allowed_logout_urls: Option<Vec<String>>,
    /// Origins whose scripts may call
    web_origins: Option<Vec<String>>,
    #[serde(flatten)]
    further: Kept<Further>,
}

impl Settings {
    fn keep(&self, tx: &mut Tx, context: &Context, application: &Application) -> Outcome<JsonObject> {
        let what = format!("Update an Application: {}", application.name);
        further::merge(tx, context, (Thing::Application, &application.client_id), &what, &self.further.0)
    }

    fn typed(&self, name: &str, before: Typed) -> Typed {
        let lines = |list: &Option<Vec<String>>, before: String| list.as_ref().map_or(before, |list| list.join("\n"));
        Typed {
            name: name.to_owned(),
            description: self.description.clone().unwrap_or(before.description),
            kind: self.app_type.map_or(before.kind, |kind| kind.kind().as_str().to_owned()),
            callbacks: lines(&self.callbacks, before.callbacks),
            logout_urls: lines(&self.allowed_logout_urls, before.logout_urls),
            origins: lines(&self.web_origins, before.origins),
        }
    }
}

/// The body of a new application.
#[derive(Deserialize, JsonSchema)]
pub struct NewClient {
    /// Name of the application
    #[schemars(length(min = 1), regex(pattern = "^[^<>]+$"))]
    name: String,
    #[serde(flatten)]
    settings: Settings,
}

/// Creates an application; its secret is told here, this once.
pub async fn create(call: Call<NoQuery, NewClient>) -> Result<Created<ClientJson>, Problem> {
    let usual = Typed { kind: ApplicationKind::RegularWeb.as_str().to_owned(), ..Typed::default() };
    let settings = call.body.settings.clone();
    let typed = settings.typed(&call.body.name, usual);
    let (application, further, secret) = call
        .write_with(move |tx, context| {
            let (application, secret) = make::create(tx, context, &typed)?;
            let further = settings.keep(tx, context, &application)?;
            Ok((application, further, secret))
        })
        .await?;
    Ok(Created(ClientJson::of(&call.tenant.id, &application, further, secret.as_deref())))
}

/// The body of a change.
#[derive(Deserialize, JsonSchema)]
pub struct Change {
    /// Name of the application
    #[schemars(length(min = 1), regex(pattern = "^[^<>]+$"))]
    name: Option<String>,
    #[serde(flatten)]
    settings: Settings,
}

/// Changes an application.
pub async fn update(call: Call<NoQuery, Change>) -> Result<Done<ClientJson>, Problem> {
    let (id, name, settings) = (call.part("id"), call.body.name.clone(), call.body.settings.clone());
    let (application, further) = call
        .write_with(move |tx, context| {
            let (before, _) = details::settings(tx, context, &id)?;
            let typed = settings.typed(name.as_deref().unwrap_or(&before.name), Typed::of(&before));
            change::update(tx, context, &id, before.version, &typed)?;
            settings.keep(tx, context, &before)?;
            whole(tx, context, &id)
        })
        .await?;
    Ok(Done(ClientJson::of(&call.tenant.id, &application, further, None)))
}

/// Deletes an application. One that is not there is as good as deleted.
pub async fn delete(call: Call) -> Result<NoContent, Problem> {
    let (id, context) = (call.part("id"), call.context.clone());
    match call.app.write(move |tx| remove::delete(tx, &context, &id)).await {
        Ok(_) | Err(Error::NotFound(_)) => Ok(NoContent),
        Err(other) => Err(other.into()),
    }
}

/// Makes a new secret; the one before is worth nothing from then on.
pub async fn rotate(call: Call) -> Result<Done<ClientJson>, Problem> {
    let id = call.part("id");
    let (application, further, secret) = call
        .write_with(move |tx, context| {
            let (application, secret) = rotate_secret::rotate_secret(tx, context, &id)?;
            Ok((application, further::of(tx, context, Thing::Application, &id)?, secret))
        })
        .await?;
    Ok(Done(ClientJson::of(&call.tenant.id, &application, further, Some(&secret))))
}
