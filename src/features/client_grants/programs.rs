//! The programs that may call an API in their own name, and those that could.

use super::{create as grant, list};
use crate::error::{Error, FieldErrors, Result};
use crate::features::applications::create as application;
use crate::features::applications::settings::Typed;
use crate::features::context::Context;
use crate::model::application::{Application, ApplicationKind};
use crate::model::client_grant::ClientGrant;
use crate::model::permission::Permission;
use crate::model::resource_server::ResourceServer;
use crate::store::{Tx, applications, client_grants, permissions, resource_servers};

/// An API, its scopes, and the programs that have a grant for it, by name.
pub struct Programs {
    pub api: ResourceServer,
    pub scopes: Vec<Permission>,
    pub granted: Vec<(Application, ClientGrant)>,
    /// Those that could have a grant and have none.
    pub others: Vec<Application>,
}

/// Who may call an API: four statements.
pub fn of_api(tx: &mut Tx, context: &Context, api: &str) -> Result<Programs> {
    let tenant = &context.tenant;
    let api = resource_servers::find(tx, tenant, api)?;
    let scopes = permissions::of_api(tx, tenant, &api)?;
    let mut grants = list::all(tx, context)?;
    grants.retain(|grant| grant.resource_server_id == api.id);
    let (mut granted, mut others) = (Vec::new(), Vec::new());
    for application in applications::all(tx, tenant)?.into_iter().filter(|a| a.kind.keeps_secret()) {
        match grants.iter().position(|grant| grant.client_id == application.client_id) {
            Some(at) => granted.push((application, grants.swap_remove(at))),
            None => others.push(application),
        }
    }
    Ok(Programs { api, scopes, granted, others })
}

/// One program and its grant for an API.
pub fn find(
    tx: &mut Tx,
    context: &Context,
    api: &str,
    client_id: &str,
) -> Result<(ResourceServer, Application, ClientGrant)> {
    let tenant = &context.tenant;
    let api = resource_servers::find(tx, tenant, api)?;
    let application = applications::find(tx, tenant, client_id)?;
    let grant = client_grants::of_pair(tx, tenant, client_id, &api.id)?.ok_or(Error::NotFound("client grant"))?;
    Ok((api, application, grant))
}

/// Which program: one that is there, or a new one of a name.
#[derive(Debug, Clone)]
pub enum Which {
    Existing(String),
    New(String),
}

/// Lets a program call an API with these scopes; a new program is made first, and its secret is answered, this once.
pub fn authorize(
    tx: &mut Tx,
    context: &Context,
    api: &str,
    which: &Which,
    scopes: &[String],
) -> Result<(Application, Option<String>)> {
    let api = resource_servers::find(tx, &context.tenant, api)?;
    if scopes.is_empty() {
        return Err(Error::field("scope", "Tick at least one scope."));
    }
    let (application, secret) = match which {
        Which::Existing(id) => (applications::find(tx, &context.tenant, id)?, None),
        Which::New(name) => {
            let kind = ApplicationKind::Machine.as_str().to_owned();
            application::create(tx, context, &Typed { name: name.clone(), kind, ..Typed::default() })?
        }
    };
    if !application.kind.keeps_secret() {
        return Err(Error::field(
            "program",
            "This application cannot keep a secret, so that it cannot call in its own name.",
        ));
    }
    if client_grants::of_pair(tx, &context.tenant, &application.client_id, &api.id)?.is_some() {
        let mut errors = FieldErrors::default();
        errors.push("program", format!("{} may call this API already; change its scopes instead.", application.name));
        return Err(errors.into());
    }
    grant::create(tx, context, &application.client_id, &api.identifier, scopes)?;
    Ok((application, secret))
}
