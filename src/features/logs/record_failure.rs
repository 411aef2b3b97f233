//! Writing down that a program's call failed to change anything.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::store::{Tx, log_events};
use serde_json::json;

/// What was tried, and what was answered.
#[derive(Debug, Clone)]
pub struct Failure {
    /// What the endpoint does, in a few words.
    pub operation: &'static str,
    pub method: String,
    /// Without its query.
    pub path: String,
    pub status: u16,
    pub message: String,
    /// The word for programs.
    pub code: Option<&'static str>,
}

/// Writes one `fapi` event. What was sent stays out of it: there may be passwords in it.
pub fn record_failure(tx: &mut Tx, context: &Context, failure: &Failure) -> Result<()> {
    let description = failure.operation.to_owned();
    let mut event = audit::event(context, Entry { code: "fapi", description, user: None, diff: Vec::new() });
    let request = json!({ "method": failure.method.to_lowercase(), "path": failure.path });
    let body = json!({ "message": failure.message, "errorCode": failure.code });
    event.details.insert("request".into(), request);
    event.details.insert("response".into(), json!({ "statusCode": failure.status, "body": body }));
    log_events::insert(tx, &context.tenant, &event)
}
