//! Errors as the API words them: `{statusCode, error, message, errorCode}`.

use crate::app::Denial;
use crate::error::{Cause, Error};
use actix_web::http::{StatusCode, header};
use actix_web::{HttpResponse, HttpResponseBuilder};
use schemars::JsonSchema;
use serde::Serialize;

/// What a call failed of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub status: StatusCode,
    pub message: String,
    /// The word programs look for; some answers have none.
    pub code: Option<&'static str>,
    /// Seconds to wait before the next try.
    pub retry_after: Option<u64>,
}

/// An error as it is sent.
#[derive(Serialize, JsonSchema)]
#[serde(rename_all = "camelCase")]
#[schemars(rename = "Error")]
pub struct ErrorBody {
    /// The HTTP status once more.
    status_code: u16,
    /// The name of the status.
    error: String,
    /// What went wrong, in words.
    message: String,
    /// What went wrong, as a word for programs.
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'static str>,
}

impl Problem {
    /// Any problem.
    pub fn new(status: StatusCode, code: Option<&'static str>, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), code, retry_after: None }
    }

    /// 400, with the word for programs.
    pub fn bad_request(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Some(code), message)
    }

    /// 404 for an address that is none.
    pub fn no_such_address() -> Self {
        Self::new(StatusCode::NOT_FOUND, None, "Not Found")
    }

    /// 401 for a call without a token.
    pub fn unauthenticated() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, None, "Missing authentication")
    }

    /// 403 for a token without any of these scopes.
    pub fn insufficient_scope(scopes: &[&str]) -> Self {
        let message = format!("Insufficient scope, expected any of: {}", scopes.join(","));
        Self::new(StatusCode::FORBIDDEN, Some("insufficient_scope"), message)
    }

    /// Of a search: mistakes in what it asks for are all of the query.
    pub fn of_search(error: Error) -> Self {
        let is_mistake = matches!(error, Error::Invalid(_));
        let problem = Self::from(error);
        if is_mistake { Self { code: Some("invalid_query_string"), ..problem } } else { problem }
    }

    /// The answer.
    pub fn respond(&self) -> HttpResponse {
        let mut builder = HttpResponseBuilder::new(self.status);
        builder.insert_header((header::CACHE_CONTROL, "no-store"));
        if let Some(seconds) = self.retry_after {
            builder.insert_header((header::RETRY_AFTER, seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            builder.insert_header((header::WWW_AUTHENTICATE, "Bearer"));
        }
        builder.json(ErrorBody {
            status_code: self.status.as_u16(),
            error: self.status.canonical_reason().unwrap_or("Error").to_owned(),
            message: self.message.clone(),
            error_code: self.code,
        })
    }
}

impl From<Denial> for Problem {
    fn from(denial: Denial) -> Self {
        let message = match denial {
            Denial::Invalid => "Invalid token",
            Denial::Expired => "Expired token received for JSON Web Token validation",
            Denial::Signature => "Invalid signature received for JSON Web Token validation",
        };
        Self::new(StatusCode::UNAUTHORIZED, None, message)
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(what) => not_found(what),
            Error::Invalid(errors) => {
                let text: Vec<_> = errors.iter().map(|e| e.message.as_str()).collect();
                match errors.cause() {
                    Some(Cause::Taken) => Self::new(StatusCode::CONFLICT, Some("conflict"), text.join(" ")),
                    Some(Cause::Unsupported) => Self::bad_request("operation_not_supported", text.join(" ")),
                    _ => Self::bad_request("invalid_body", text.join(" ")),
                }
            }
            Error::Conflict => {
                Self::new(StatusCode::CONFLICT, Some("conflict"), "Somebody else changed this meanwhile; try again.")
            }
            Error::Forbidden(text) => Self::new(StatusCode::FORBIDDEN, Some("operation_not_allowed"), text),
            Error::RateLimited { retry_after } => Self {
                retry_after: Some(retry_after),
                ..Self::new(StatusCode::TOO_MANY_REQUESTS, Some("too_many_requests"), "Too many requests")
            },
            Error::Unavailable(cause) => {
                tracing::error!(cause, "the database is not available");
                Self {
                    retry_after: Some(5),
                    ..Self::new(StatusCode::SERVICE_UNAVAILABLE, Some("unavailable"), "The database is not available.")
                }
            }
            Error::TooSlow => Self::new(
                StatusCode::SERVICE_UNAVAILABLE,
                Some("search_timeout"),
                "The search took too long. Search for something narrower.",
            ),
            Error::Contended | Error::Internal(_) => {
                tracing::error!(%error, "internal error");
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, Some("internal_error"), "The server could not do this.")
            }
        }
    }
}

/// What is missing, in the API's words for it.
fn not_found(what: &str) -> Problem {
    let (code, noun) = match what {
        "user" => ("inexistent_user", "user"),
        "application" => ("inexistent_client", "client"),
        "API" => ("inexistent_resource_server", "resource server"),
        "connection" => ("inexistent_connection", "connection"),
        "rule" => ("inexistent_rule", "rule"),
        "organization" => ("inexistent_organization", "organization"),
        "role" => ("inexistent_role", "role"),
        "permission" => ("inexistent_permission", "permission"),
        "log event" => ("inexistent_log", "log event"),
        "job" => ("inexistent_job", "job"),
        "signing key" => ("inexistent_signing_key", "signing key"),
        "credential" => ("inexistent_credential", "credential"),
        "client grant" => ("inexistent_client_grant", "client grant"),
        "session" => ("inexistent_session", "session"),
        "refresh token" | "device" => ("inexistent_refresh_token", "refresh token"),
        "email template" => ("inexistent_email_template", "email template"),
        "email provider" => ("inexistent_email_provider", "email provider"),
        "authentication method" => ("inexistent_authentication_method", "authentication method"),
        other => return Problem::new(StatusCode::NOT_FOUND, None, format!("The {other} does not exist.")),
    };
    Problem::new(StatusCode::NOT_FOUND, Some(code), format!("The {noun} does not exist."))
}
