//! The demo tenants, embedded in the binary and loaded in development mode.

use crate::error::Result;
use crate::features::seed;
use crate::model::Timestamp;
use crate::model::client_grant::ClientGrant;
use crate::store::{Tx, applications, client_grants, resource_servers, tenants};

/// The program of the demo that may call the Management API, and what it is granted. It has no secret: who wants to call
/// as it does has one made, which is shown once and known to nobody else.
const PROGRAM: (&str, [&str; 2]) = ("Newsletter sender", ["read:users", "read:roles"]);

/// The demo as one seed document.
pub const YAML: &str = concat!(
    include_str!("demo.yaml"),
    include_str!("northwind.yaml"),
    include_str!("northwind-users.yaml"),
    include_str!("northwind-more-users.yaml"),
    include_str!("acme.yaml"),
);

/// Loads the demo; its ids follow from its content.
pub fn load(tx: &mut Tx, now: Timestamp) -> Result<()> {
    seed::load(tx, YAML, now, seed::Source::Demo).map(drop)
}

/// Grants the demo's program what it needs of the default tenant's Management API, once that API is there.
pub fn grant(tx: &mut Tx, now: Timestamp) -> Result<()> {
    let Some(tenant) = tenants::default(tx)? else { return Ok(()) };
    let (name, scopes) = PROGRAM;
    let program = applications::all(tx, &tenant)?.into_iter().find(|a| a.name == name);
    let (Some(program), Some(api)) = (program, resource_servers::system(tx, &tenant)?) else { return Ok(()) };
    let grant = ClientGrant {
        id: format!("cgr_{}", &api.id[..16]),
        client_id: program.client_id,
        resource_server_id: api.id,
        audience: api.identifier,
        scopes: scopes.map(str::to_owned).to_vec(),
        created_at: now,
    };
    client_grants::insert(tx, &tenant, &grant)
}
