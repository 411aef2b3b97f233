//! A call that was let in: what an endpoint is given, read and checked.

use super::endpoint::Endpoint;
use super::multipart;
use super::problem::Problem;
use super::schema::{self, Part};
use crate::app::{Admitted, App};
use crate::error::{Error, Result};
use crate::features::Tx;
use crate::features::audit;
use crate::features::context::Context;
use crate::http::hall::payload::{self, Fault, Kind};
use crate::http::hall::{host, peer};
use crate::model::log_event::Actor;
use crate::model::tenant::Tenant;
use crate::model::user::UserId;
use actix_web::http::StatusCode;
use actix_web::{HttpMessage, HttpRequest, web};
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::rc::Rc;

/// Largest body, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

/// The query of an endpoint that has none.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
pub struct NoQuery {}

/// The body of an endpoint that reads none.
pub type NoBody = ();

/// A call: who, where, and what with. `Q` is read from the query, `B` from the body.
pub struct Call<Q = NoQuery, B = NoBody> {
    pub app: App,
    pub tenant: Tenant,
    pub admitted: Rc<Admitted>,
    pub context: Context,
    /// The address that was called, without a slash at the end.
    pub base: String,
    pub query: Q,
    pub body: B,
    request: HttpRequest,
}

impl<Q: DeserializeOwned, B: DeserializeOwned> Call<Q, B> {
    /// Reads a request that the gate has let in.
    pub(super) async fn read(request: HttpRequest, payload: web::Payload) -> Result<Self, Problem> {
        let missing = || Error::internal("a call that no gate has let in");
        let endpoint = request.extensions().get::<Rc<Endpoint>>().cloned().ok_or_else(missing)?;
        let admitted = request.extensions().get::<Rc<Admitted>>().cloned().ok_or_else(missing)?;
        let app = request.app_data::<web::Data<App>>().ok_or_else(missing)?.get_ref().clone();
        check_path(&request)?;
        let query = query(&request, &endpoint)?;
        let body = body(&app, &request, payload, &endpoint).await?;
        let context = context(&app, &request, &admitted);
        let base = host::of(&request, &app).base;
        Ok(Self { app, tenant: admitted.tenant.clone(), admitted, context, base, query, body, request })
    }
}

impl<Q, B> Call<Q, B> {
    /// A variable part of the path, decoded.
    pub fn part(&self, name: &str) -> String {
        decoded(&self.request, name)
    }

    /// The user the path names.
    pub fn user_id(&self) -> UserId {
        UserId::from_text(self.part("id"))
    }

    /// Whether the caller's token carries a scope.
    pub fn has(&self, scope: &str) -> bool {
        self.admitted.caller.has(scope)
    }

    /// Runs a reading verb.
    pub async fn read_with<T, F>(&self, verb: F) -> Result<T, Problem>
    where
        F: Fn(&mut Tx, &Context) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let context = self.context.clone();
        Ok(self.app.read(move |tx| verb(tx, &context)).await?)
    }

    /// Runs a changing verb.
    pub async fn write_with<T, F>(&self, verb: F) -> Result<T, Problem>
    where
        F: Fn(&mut Tx, &Context) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        Ok(self.write(verb).await?)
    }

    /// Likewise, for who words errors otherwise. All that one call does is told as one act.
    pub async fn write<T, F>(&self, verb: F) -> Result<T>
    where
        F: Fn(&mut Tx, &Context) -> Result<T> + Send + 'static,
        T: Send + 'static,
    {
        let context = self.context.clone();
        self.app.write(move |tx| audit::as_one(tx, &context, &verb)).await
    }
}

/// A variable part of a request's path, decoded.
fn decoded(request: &HttpRequest, name: &str) -> String {
    let raw = request.match_info().get(name).unwrap_or_default();
    percent_encoding::percent_decode_str(raw).decode_utf8_lossy().into_owned()
}

/// No id has a NUL in it, and one of the databases will not even look for one.
fn check_path(request: &HttpRequest) -> Result<(), Problem> {
    let names: Vec<String> = request.match_info().iter().map(|(name, _)| name.to_owned()).collect();
    match names.iter().find(|name| decoded(request, name).contains('\0')) {
        None => Ok(()),
        Some(name) => Err(Problem::bad_request(
            "invalid_uri",
            format!("Path validation error: 'String contains a NUL character' on property {name}."),
        )),
    }
}

fn query<Q: DeserializeOwned>(request: &HttpRequest, endpoint: &Endpoint) -> Result<Q, Problem> {
    let shape = endpoint.query_shape()?;
    let value = schema::typed(payload::pairs(request.query_string().as_bytes()), &shape.schema);
    refuse_nul(&value, Part::Query)?;
    schema::check(&shape.validator, &shape.schema, &value, Part::Query)?;
    serde_json::from_value(value)
        .map_err(|e| Problem::bad_request("invalid_query_string", format!("Query validation error: '{e}'.")))
}

async fn body<B: DeserializeOwned>(
    app: &App,
    request: &HttpRequest,
    mut payload: web::Payload,
    endpoint: &Endpoint,
) -> Result<B, Problem> {
    if endpoint.takes_file {
        let value = multipart::read(request, payload, app, &*endpoint.body_shape()?).await?;
        return serde_json::from_value(value).map_err(|e| Error::internal(e).into());
    }
    let bytes = payload::read(&mut payload, MAX_BODY).await.map_err(|fault| match fault {
        Fault::TooLarge => multipart::too_large(MAX_BODY),
        Fault::Broken => Problem::bad_request("invalid_body", "The body did not arrive completely."),
    })?;
    let shape = endpoint.body_shape()?;
    if shape.is_nothing() {
        return serde_json::from_value(Value::Null).map_err(|e| Error::internal(e).into());
    }
    let value = match payload::kind(request) {
        _ if bytes.is_empty() => Value::Object(serde_json::Map::new()),
        Kind::Json => serde_json::from_slice(&bytes)
            .map_err(|_| Problem::bad_request("invalid_body", "Invalid request payload JSON format"))?,
        Kind::Form => schema::typed(payload::pairs(&bytes), &shape.schema),
        Kind::Other => {
            return Err(Problem::new(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                Some("unsupported_media_type"),
                "Unsupported Media Type: send JSON or a form.",
            ));
        }
    };
    refuse_nul(&value, Part::Payload)?;
    schema::check(&shape.validator, &shape.schema, &value, Part::Payload)?;
    serde_json::from_value(value)
        .map_err(|e| Problem::bad_request("invalid_body", format!("Payload validation error: '{e}'.")))
}

/// Refuses texts that cannot be stored. A password is kept as a hash, so any text may be one.
fn refuse_nul(value: &Value, part: Part) -> Result<(), Problem> {
    fn holds(value: &Value) -> bool {
        match value {
            Value::String(text) => text.contains('\0'),
            Value::Array(items) => items.iter().any(holds),
            Value::Object(object) => {
                object.iter().any(|(key, value)| key.contains('\0') || (key != "password" && holds(value)))
            }
            _ => false,
        }
    }
    let (prefix, code) = match part {
        Part::Query => ("Query", "invalid_query_string"),
        Part::Payload => ("Payload", "invalid_body"),
    };
    if !holds(value) {
        return Ok(());
    }
    Err(Problem::bad_request(code, format!("{prefix} validation error: 'String contains a NUL character'.")))
}

/// Who calls, as verbs are told.
pub(super) fn context(app: &App, request: &HttpRequest, admitted: &Admitted) -> Context {
    let caller = &admitted.caller;
    let actor = match &caller.user {
        Some(_) => Actor::User,
        None => Actor::Client { id: caller.client_id.clone(), name: caller.client_name.clone() },
    };
    Context {
        tenant: admitted.tenant.id.clone(),
        actor,
        now: app.now(),
        ip: peer::ip(request),
        user_agent: peer::user_agent(request),
        hostname: Some(host::name(request, app)),
        ids: app.ids.clone(),
        job: None,
        gathered: Default::default(),
    }
}
