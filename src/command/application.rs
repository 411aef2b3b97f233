//! `gatehouse application`: the first program of a tenant, which then can make others through the Management API.

use super::say;
use crate::app::{App, StartError};
use crate::error::{Error, Result};
use crate::features::applications::create;
use crate::features::applications::settings::Typed;
use crate::features::context::Context;
use crate::features::resource_servers::show;
use crate::features::{client_grants, tenants};
use crate::model::application::ApplicationKind;
use crate::model::management_scope;
use crate::model::tenant::TenantId;
use clap::{Args, Subcommand};

#[derive(Subcommand)]
pub(super) enum ApplicationCommand {
    /// Make a program that may call the Management API; its secret is printed once
    Create(Create),
}

#[derive(Args)]
pub(super) struct Create {
    /// Name of the application
    #[arg(long)]
    name: String,
    /// Short name of the tenant (default: the default tenant)
    #[arg(long)]
    tenant: Option<String>,
    /// A scope it is granted, such as read:users; may be repeated (default: all of them)
    #[arg(long = "scope", value_name = "SCOPE")]
    scopes: Vec<String>,
}

/// Runs it.
pub(super) fn run(app: &App, ApplicationCommand::Create(arguments): ApplicationCommand) -> Result<(), StartError> {
    app.prepare()?;
    let tenant = arguments.tenant.as_deref().map(TenantId::parse).transpose();
    let tenant = tenant.map_err(|e| StartError(format!("--tenant: {}", e.of("slug"))))?;
    let scopes = match arguments.scopes.as_slice() {
        [] => management_scope::all().map(|(name, _)| name).collect(),
        named => named.to_vec(),
    };
    let (client_id, secret, audience) = app.db().write(|tx| {
        let tenant = tenants::at(tx, tenant.as_ref())?.id;
        let context = Context::of_system(&tenant, &app.ids, app.now());
        let kind = ApplicationKind::Machine.as_str().to_owned();
        let typed = Typed { name: arguments.name.clone(), kind, ..Typed::default() };
        let (application, secret) = create::create(tx, &context, &typed)?;
        let api = show::system(tx, &context)?;
        client_grants::create::create(tx, &context, &application.client_id, &api.identifier, &scopes)?;
        let secret = secret.ok_or_else(|| Error::internal("a program without a secret"))?;
        Ok((application.client_id, secret, api.identifier))
    })?;
    say(&format!("client_id      {client_id}"));
    say(&format!("client_secret  {secret}"));
    say(&format!("audience       {audience}"));
    Ok(())
}
