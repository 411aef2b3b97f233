//! The way in: `/` and `/dashboard` lead to the users of the operator's first tenant.

use crate::error::Error;
use crate::http::hall::chrome::Visitor;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use actix_web::{HttpMessage, HttpRequest};

/// `/`: on to the dashboard, which asks strangers to sign in.
pub async fn root() -> PageResult {
    render::see_other("/dashboard")
}

/// `/dashboard`: the users of the first tenant by name.
pub async fn page(request: HttpRequest) -> PageResult {
    let first = request.extensions().get::<Visitor>().and_then(|v| v.tenants.first().map(|(t, _)| t.id.clone()));
    match first {
        Some(tenant) => render::see_other(urls::users(&tenant)),
        None => Err(Error::Forbidden("You have no place in any tenant yet. An owner can give you one.".into()).into()),
    }
}
