//! Change what a grant allows. Tokens that were given out stay as they are until they expire.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::resource_servers::choice;
use crate::model::client_grant::ClientGrant;
use crate::store::{Tx, client_grants, resource_servers};
use serde_json::json;

/// Replaces the scopes; answers with the grant and whether anything changed. Safe to repeat.
pub fn update(tx: &mut Tx, context: &Context, id: &str, scopes: &[String]) -> Result<(ClientGrant, bool)> {
    let before = client_grants::find(tx, &context.tenant, id)?;
    let api = resource_servers::find(tx, &context.tenant, &before.resource_server_id)?;
    if !scopes.is_empty() {
        choice::require(tx, context, &api, scopes)?;
    }
    let mut seen = std::collections::HashSet::new();
    let scopes: Vec<String> = scopes.iter().filter(|scope| seen.insert(scope.as_str())).cloned().collect();
    if scopes == before.scopes {
        return Ok((before, false));
    }
    let diff = vec![audit::change("scope", json!(before.scopes), json!(scopes))];
    let grant = ClientGrant { scopes, ..before };
    client_grants::set_scopes(tx, &context.tenant, &grant)?;
    let description = format!("Update a client grant: {}", grant.client_id);
    audit::record(tx, context, Entry { code: "sapi", description, user: None, diff })?;
    Ok((grant, true))
}
