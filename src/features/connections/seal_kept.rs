//! Secrets that came into the database in the open, with a seed or before secrets were sealed: sealed where they are.

use super::secrets;
use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::{Context, Ids};
use crate::features::tokens::keys;
use crate::model::Timestamp;
use crate::model::connection::Connection;
use crate::model::connection_options::SECRET;
use crate::model::tenant::TenantId;
use crate::security::seal::Sealer;
use crate::store::{Tx, connections, tenants};

/// A connection and the names of its secrets that are kept in the open.
struct Open {
    tenant: TenantId,
    connection: Connection,
    keys: Vec<String>,
}

/// Whether any tenant keeps a secret in the open.
pub fn any(tx: &mut Tx, sealer: &Sealer) -> Result<bool> {
    Ok(!open_ones(tx, sealer)?.is_empty())
}

/// Seals them in all tenants. Safe to repeat: what is sealed stays as it is.
pub fn seal_kept(tx: &mut Tx, sealer: &Sealer, ids: &Ids, now: Timestamp) -> Result<()> {
    // Of two servers that start at once the second waits here, and finds nothing left to do.
    for Open { tenant, .. } in open_ones(tx, sealer)? {
        tenants::lock(tx, &tenant)?;
    }
    for Open { tenant, connection, keys } in open_ones(tx, sealer)? {
        let context = Context::of_system(&tenant, ids, now);
        let mut after = connection.clone();
        for (key, value) in connection.options.iter().filter(|(key, _)| keys.contains(*key)) {
            after.options.insert(key.clone(), secrets::sealed(sealer, &context.tenant, &after.name, key, value)?);
        }
        connections::update(tx, &context.tenant, &after)?;
        let diff = keys.iter().map(|key| audit::change(&format!("options.{key}"), "*****", "*****")).collect();
        let description = format!("Seal the secrets of a connection: {}", connection.name);
        audit::record(tx, &context, Entry { code: "sapi", description, user: None, diff })?;
    }
    Ok(())
}

fn open_ones(tx: &mut Tx, sealer: &Sealer) -> Result<Vec<Open>> {
    let mut found = Vec::new();
    for (tenant, connection) in connections::mentioning(tx, SECRET)? {
        let mut keys = secrets::unopened(sealer, &tenant, &connection);
        // Under another secret of the server nothing opens; then what looks sealed is taken for sealed, and stays.
        if !keys.is_empty() && !is_of_this_server(tx, &tenant, sealer)? {
            let looks_sealed = |key: &String| connection.options[key].as_str().is_some_and(Sealer::has_sealed_form);
            keys.retain(|key| !looks_sealed(key));
        }
        if !keys.is_empty() {
            found.push(Open { tenant, connection, keys });
        }
    }
    Ok(found)
}

/// Whether the tenant's signing keys, if it has any, were sealed with this server's secret.
fn is_of_this_server(tx: &mut Tx, tenant: &TenantId, sealer: &Sealer) -> Result<bool> {
    let all = keys::all(tx, tenant)?;
    Ok(all.is_empty() || all.iter().any(|key| keys::open(tenant, key, sealer).is_ok()))
}
