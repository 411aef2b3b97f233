//! The one error every verb returns; each edge renders it in its own words (a page, JSON, an OAuth error).

pub use crate::model::field_errors::{Cause, FieldError, FieldErrors};

/// What a verb answers when it cannot answer with a value.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why something did not happen. The comment of each variant names the HTTP status it is shown with.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// 404: there is no such thing in this tenant (or it belongs to another one).
    #[error("{0} not found")]
    NotFound(&'static str),
    /// 422 in the dashboard, 400 in the API: what was sent is not acceptable; every field that is wrong is named.
    #[error("invalid input: {0}")]
    Invalid(FieldErrors),
    /// 409: somebody else saved first; nothing was changed.
    #[error("somebody else changed this meanwhile")]
    Conflict,
    /// 403: the operator may not do this; the text says what is missing and who can help.
    #[error("{0}")]
    Forbidden(String),
    /// 429: too many attempts; try again after so many seconds.
    #[error("too many attempts, try again in {retry_after} s")]
    RateLimited { retry_after: u64 },
    /// 503: the database cannot be reached; nothing was changed, and a retry may succeed.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// 503: a search that no index serves took longer than it may; it was stopped, and a narrower one may succeed.
    #[error("the search took too long")]
    TooSlow,
    /// Another transaction was in the way; `Db::write` retries it and callers do not see it.
    #[error("the transaction ran into another one")]
    Contended,
    /// 500: a defect or a broken machine; the cause is logged, never shown.
    #[error("internal error: {0}")]
    Internal(String),
}

impl Error {
    /// An error of one field.
    pub fn field(field: impl Into<String>, message: impl Into<String>) -> Self {
        let mut errors = FieldErrors::default();
        errors.push(field, message);
        Self::Invalid(errors)
    }

    /// An error of one field that cannot be set here, whatever the value.
    pub fn unsupported(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self::Invalid(FieldErrors::unsupported(field, message))
    }

    /// A defect, with its cause for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        Self::Internal(cause.to_string())
    }
}

impl From<FieldErrors> for Error {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}
