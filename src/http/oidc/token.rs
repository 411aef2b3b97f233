//! `POST /oauth/token`: an application asks for a token in its own name. Forms and JSON; a `null` is as good as nothing.

use crate::app::App;
use crate::error::Error;
use crate::features::context::Context;
use crate::features::tokens::exchange::{Exchange, Proof, Refusal, Wish};
use crate::http::hall::payload::{self, Fault, Kind};
use crate::http::hall::{host, peer};
use crate::model::log_event::Actor;
use crate::model::tenant::TenantId;
use crate::security::assertion;
use actix_web::http::StatusCode;
use actix_web::http::header::{AUTHORIZATION, CACHE_CONTROL, WWW_AUTHENTICATE};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, web};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::collections::HashMap;

/// Largest body, in bytes.
const MAX_BODY: usize = 64 * 1024;

/// Longest parameter, in bytes: more than any name, secret or list of scopes has.
const LONGEST: usize = 16 * 1024;

/// What a proof that the application signed is called (RFC 7523, section 2.2).
const SIGNED: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What went wrong, in the words of RFC 6749, section 5.2.
struct OAuthError {
    status: StatusCode,
    error: &'static str,
    description: String,
}

fn wrong(status: StatusCode, error: &'static str, description: impl Into<String>) -> OAuthError {
    OAuthError { status, error, description: description.into() }
}

fn invalid_request(description: impl Into<String>) -> OAuthError {
    wrong(StatusCode::BAD_REQUEST, "invalid_request", description)
}

/// Answers with a token, or with what is wrong.
pub async fn issue(app: web::Data<App>, request: HttpRequest, mut payload: web::Payload) -> HttpResponse {
    match answer(&app, &request, &mut payload).await {
        Ok(body) => reply(StatusCode::OK, &body),
        Err(OAuthError { status, error, description }) => {
            reply(status, &json!({ "error": error, "error_description": description }))
        }
    }
}

async fn answer(app: &App, request: &HttpRequest, payload: &mut web::Payload) -> Result<Value, OAuthError> {
    let parameters = parameters(request, payload).await?;
    let given = |name: &str| parameters.get(name).map(String::as_str).filter(|text| !text.is_empty());
    match given("grant_type") {
        None => return Err(invalid_request("Missing required parameter: grant_type")),
        Some("client_credentials") => {}
        Some(other) => {
            let shown: String = other.chars().take(100).collect();
            return Err(wrong(
                StatusCode::BAD_REQUEST,
                "unsupported_grant_type",
                format!("Unsupported grant type: {shown}"),
            ));
        }
    }
    let (client_id, proof) = client(request, &given)?;
    let audience = given("audience").ok_or_else(|| invalid_request("Missing required parameter: audience"))?;
    let wish =
        Wish { client_id, proof, audience: audience.to_owned(), scope: given("scope").unwrap_or_default().to_owned() };
    let visit = host::of(request, app);
    let tenant = app.tenant_at(&visit).await.map_err(unavailable)?;
    let context = context(app, request, tenant.id);
    let asked = wish.scope.clone();
    let (outcome, token) = app.exchange(context, wish, visit.base).await.map_err(unavailable)?;
    match (outcome, token) {
        (Exchange::Granted(granted), Some(token)) => {
            let mut body = json!({ "access_token": token });
            let scope = granted.scopes.join(" ");
            if scope != asked {
                body["scope"] = scope.into();
            }
            body["expires_in"] = granted.lifetime.into();
            body["token_type"] = "Bearer".into();
            Ok(body)
        }
        (Exchange::Refused(why), _) => Err(refused(&why)),
        (Exchange::Granted(_), None) => Err(unavailable(Error::internal("a grant without a token"))),
    }
}

fn refused(why: &Refusal) -> OAuthError {
    let (status, error) = match why {
        Refusal::Client | Refusal::Assertion(_) | Refusal::Way => (StatusCode::UNAUTHORIZED, "invalid_client"),
        Refusal::Kind => (StatusCode::FORBIDDEN, "unauthorized_client"),
        Refusal::Audience(_) | Refusal::NoGrant(_) | Refusal::Scopes(_) => (StatusCode::FORBIDDEN, "access_denied"),
    };
    wrong(status, error, why.words())
}

fn unavailable(error: Error) -> OAuthError {
    match error {
        Error::NotFound(_) => wrong(StatusCode::NOT_FOUND, "invalid_request", "There is no such tenant."),
        Error::Unavailable(_) | Error::TooSlow => {
            wrong(StatusCode::SERVICE_UNAVAILABLE, "temporarily_unavailable", "The database is not available.")
        }
        error => {
            tracing::error!(%error, "no token could be made");
            wrong(StatusCode::INTERNAL_SERVER_ERROR, "server_error", "The server could not do this.")
        }
    }
}

/// The parameters of the body; those that are `null` are not there.
async fn parameters(request: &HttpRequest, payload: &mut web::Payload) -> Result<HashMap<String, String>, OAuthError> {
    let body = payload::read(payload, MAX_BODY).await.map_err(|fault| match fault {
        Fault::TooLarge => wrong(StatusCode::PAYLOAD_TOO_LARGE, "invalid_request", "The request is too large."),
        Fault::Broken => invalid_request("The request did not arrive completely."),
    })?;
    let found: HashMap<String, String> = match payload::kind(request) {
        Kind::Form => payload::pairs(&body).into_iter().collect(),
        Kind::Json => of_json(&body)?,
        Kind::Other => return Err(invalid_request("Send a form or JSON.")),
    };
    if found.values().any(|value| value.contains('\0') || value.len() > LONGEST) {
        return Err(invalid_request("A parameter is too long or contains a NUL character."));
    }
    Ok(found)
}

fn of_json(body: &[u8]) -> Result<HashMap<String, String>, OAuthError> {
    let value: Value = serde_json::from_slice(body).map_err(|_| invalid_request("The request is not JSON."))?;
    let Value::Object(object) = value else { return Err(invalid_request("The request must be an object.")) };
    let text = |value: Value| match value {
        Value::Null => None,
        Value::String(text) => Some(text),
        other => Some(other.to_string()),
    };
    Ok(object.into_iter().filter_map(|(name, value)| Some((name, text(value)?))).collect())
}

/// The application's name and its proof: a secret from the header (RFC 6749, section 2.3.1) or the body, or what it signed.
fn client<'p>(request: &HttpRequest, given: &impl Fn(&str) -> Option<&'p str>) -> Result<(String, Proof), OAuthError> {
    let unknown = || wrong(StatusCode::UNAUTHORIZED, "invalid_client", "Unauthorized");
    let header = request.headers().get(AUTHORIZATION).and_then(|v| v.to_str().ok());
    let basic = header.and_then(|text| text.split_once(' ')).filter(|(kind, _)| kind.eq_ignore_ascii_case("basic"));
    if let Some((_, encoded)) = basic {
        let bytes = STANDARD.decode(encoded.trim()).map_err(|_| unknown())?;
        let text = String::from_utf8(bytes).map_err(|_| unknown())?;
        let (id, secret) = text.split_once(':').ok_or_else(unknown)?;
        let decoded = |part: &str| {
            let spaced = part.replace('+', " ");
            percent_encoding::percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
        };
        return Ok((decoded(id).replace('\0', ""), Proof::Secret { secret: decoded(secret), in_header: true }));
    }
    if let Some(proof) = given("client_assertion") {
        if given("client_assertion_type") != Some(SIGNED) {
            return Err(invalid_request(format!("client_assertion_type must be {SIGNED}")));
        }
        let id = given("client_id").map(str::to_owned).or_else(|| assertion::claimed(proof)).ok_or_else(unknown)?;
        return Ok((id.replace('\0', ""), Proof::Assertion(proof.to_owned())));
    }
    let id = given("client_id").ok_or_else(|| invalid_request("Missing required parameter: client_id"))?;
    let secret = given("client_secret").ok_or_else(unknown)?.to_owned();
    Ok((id.to_owned(), Proof::Secret { secret, in_header: false }))
}

fn context(app: &App, request: &HttpRequest, tenant: TenantId) -> Context {
    Context {
        tenant,
        actor: Actor::System,
        now: app.now(),
        ip: peer::ip(request),
        user_agent: peer::user_agent(request),
        hostname: Some(host::name(request, app)),
        ids: app.ids.clone(),
        job: None,
        gathered: Default::default(),
    }
}

fn reply(status: StatusCode, body: &Value) -> HttpResponse {
    let mut answer = HttpResponseBuilder::new(status);
    answer.insert_header((CACHE_CONTROL, "no-store"));
    if status == StatusCode::UNAUTHORIZED {
        answer.insert_header((WWW_AUTHENTICATE, "Basic realm=\"oauth\""));
    }
    answer.json(body)
}
