//! Grant an application scopes of an API.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::resource_servers::choice;
use crate::model::client_grant::ClientGrant;
use crate::store::{Tx, applications, client_grants, resource_servers};
use serde_json::{Value, json};

/// Grants scopes of the API with this identifier; a second grant for the same application and API is refused.
pub fn create(
    tx: &mut Tx,
    context: &Context,
    client_id: &str,
    audience: &str,
    scopes: &[String],
) -> Result<ClientGrant> {
    let tenant = &context.tenant;
    let application = applications::find(tx, tenant, client_id)?;
    let api = resource_servers::by_identifier(tx, tenant, audience)?.ok_or(Error::NotFound("API"))?;
    if !scopes.is_empty() {
        choice::require(tx, context, &api, scopes)?;
    }
    let mut scopes = scopes.to_vec();
    let mut seen = std::collections::HashSet::new();
    scopes.retain(|scope| seen.insert(scope.clone()));
    let grant = ClientGrant {
        id: context.ids.prefixed("cgr"),
        client_id: application.client_id,
        resource_server_id: api.id,
        audience: api.identifier,
        scopes,
        created_at: context.now,
    };
    client_grants::insert(tx, tenant, &grant)?;
    let diff = vec![
        audit::change("client_id", Value::Null, grant.client_id.as_str()),
        audit::change("audience", Value::Null, grant.audience.as_str()),
        audit::change("scope", Value::Null, json!(grant.scopes)),
    ];
    let description = format!("Create a client grant: {}", application.name);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok(grant)
}
