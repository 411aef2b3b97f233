//! Take a program's grant back.

use crate::error::Error;
use crate::features::client_grants::{delete, programs};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let (id, client_id) = (visit.segment("api"), visit.segment("application"));
    let (api, application, _) = visit.read(move |tx, context| programs::find(tx, context, &id, &client_id)).await?;
    let tenant = visit.tenant_id();
    confirm::page(
        &visit,
        Question {
            title: "Revoke Access".to_owned(),
            text: format!("{} gets no more tokens for {}.", application.name, api.name),
            consequences: vec![
                "Tokens it has already stay good until they expire, at most a day from now.".to_owned(),
                "The application itself and its secret stay.".to_owned(),
            ],
            button: "Yes, Revoke It",
            action: urls::api_program(tenant, &api.id, &application.client_id, "revoke"),
            cancel: urls::api_part(tenant, &api.id, "programs"),
            parent: api.name,
            area: "APIs",
            danger: true,
        },
    )
}

/// Revokes; a second time there is nothing left to do.
pub async fn save(visit: Visit) -> PageResult {
    let (api, client_id) = (visit.segment("api"), visit.segment("application"));
    let asked = api.clone();
    let done = visit.write(move |tx, context| match programs::find(tx, context, &asked, &client_id) {
        Err(Error::NotFound("client grant")) => Ok(None),
        Err(other) => Err(other),
        Ok((_, application, grant)) => Ok(delete::delete(tx, context, &grant.id)?.then_some(application)),
    });
    let text = match done.await? {
        Some(application) => format!("{} may no longer ask for tokens.", application.name),
        None => "The access was revoked already.".to_owned(),
    };
    render::done(&visit.request, urls::api_part(visit.tenant_id(), &api, "programs"), text)
}
