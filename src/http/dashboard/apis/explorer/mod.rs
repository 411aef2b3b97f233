//! The Explorer tab of the Management API: what its document says, page by page, and a form that tries each endpoint.

pub mod endpoint;
pub mod list;
pub mod operation;

use crate::error::Error;
use crate::features::resource_servers::show;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::errors::PageError;
use crate::http::hall::inside::Inside;
use crate::http::urls;
use crate::model::resource_server::ResourceServer;
use actix_web::web;
use operation::Operation;

/// The API of the address, where tries go, and its endpoints. Only the house's own API is explored.
async fn operations(visit: &Visit) -> Result<(ResourceServer, web::Data<Inside>, Vec<Operation>), PageError> {
    let id = visit.segment("api");
    let (api, _) = visit.read(move |tx, context| show::show(tx, context, &id)).await?;
    let inside = visit.request.app_data::<web::Data<Inside>>().cloned();
    let inside = inside.filter(|_| api.is_system).ok_or(Error::NotFound("page"))?;
    let base = visit.app.config.base_url(&visit.tenant);
    let document = inside.document(&visit.app, &visit.request, base, urls::API_DOCUMENT).await?;
    let operations = operation::all(&document);
    Ok((api, inside, operations))
}

/// How a method looks: reading is quiet, removing is not.
fn tone(method: &str) -> &'static str {
    match method {
        "GET" => "info",
        "DELETE" => "bad",
        "POST" => "good",
        _ => "warn",
    }
}
