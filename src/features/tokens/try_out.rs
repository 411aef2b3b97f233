//! A token to try an API with, made for an operator in a program's name: the program's secret is not needed, and not
//! touched. It says no more than the program is granted, and is good for an hour.

use super::exchange::Granted;
use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::client_grants::programs;
use crate::features::context::Context;
use crate::model::application::Application;
use crate::model::resource_server::ResourceServer;
use crate::store::Tx;
use serde_json::{Value, json};

/// How long it is good, in seconds.
pub const LIFETIME: i64 = 3_600;

/// What the token will say. Each call makes another one.
pub fn try_out(
    tx: &mut Tx,
    context: &Context,
    api: &str,
    client_id: &str,
) -> Result<(ResourceServer, Application, Granted)> {
    let (api, application, grant) = programs::find(tx, context, api, client_id)?;
    let diff = vec![
        audit::change("client_id", Value::Null, client_id),
        audit::change("audience", Value::Null, api.identifier.as_str()),
        audit::change("scope", Value::Null, json!(grant.scopes)),
    ];
    let description = format!("Get a token to try: {}", application.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    let granted = Granted { client_id: application.client_id.clone(), scopes: grant.scopes, lifetime: LIFETIME };
    Ok((api, application, granted))
}
