//! The file of an export, behind a link that says who gave it and until when.

use super::json::{PURPOSE, signed};
use crate::app::App;
use crate::error::Error;
use crate::features::context::Context;
use crate::features::jobs::list;
use crate::http::hall::download;
use crate::http::management_api::problem::Problem;
use crate::model::job::Job;
use crate::model::log_event::Actor;
use crate::model::tenant::TenantId;
use actix_web::{HttpResponse, web};
use serde::Deserialize;

/// What a link carries.
#[derive(Deserialize)]
pub struct Link {
    #[serde(default)]
    until: i64,
    #[serde(default)]
    signature: String,
}

/// Sends the file to whoever has the link.
pub async fn serve(app: web::Data<App>, path: web::Path<(String, String)>, link: web::Query<Link>) -> HttpResponse {
    let (tenant, id) = path.into_inner();
    match found(&app, &tenant, id, &link).await {
        Ok(answer) => answer,
        Err(problem) => problem.respond(),
    }
}

async fn found(app: &App, tenant: &str, id: String, link: &Link) -> Result<HttpResponse, Problem> {
    let tenant = TenantId::parse(tenant).map_err(|_| Problem::no_such_address())?;
    let text = signed(&tenant, &id, link.until);
    if !app.signer.verify(PURPOSE, &text, &link.signature) || link.until < app.now().and_utc().timestamp() {
        return Err(Error::Forbidden("This link is no longer good. Ask for the job once more.".into()).into());
    }
    let context = Context {
        tenant: tenant.clone(),
        actor: Actor::System,
        now: app.now(),
        ip: None,
        user_agent: None,
        hostname: None,
        ids: app.ids.clone(),
        job: None,
        gathered: Default::default(),
    };
    let job: Job = app.read(move |tx| list::find(tx, &context, &id)).await?;
    let path = job.result_path.ok_or(Error::NotFound("file"))?;
    let stem = format!("{tenant}-users-{}", app.now().format("%Y%m%d"));
    Ok(download::stored(&app.files().join(path), &stem)?)
}
