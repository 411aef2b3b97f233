//! The way in: `/` and `/dashboard` lead to the users of one of the operator's tenants.

use crate::error::Error;
use crate::http::hall::address::Address;
use crate::http::hall::chrome::Visitor;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::tenant::TenantId;
use actix_web::{HttpMessage, HttpRequest};

/// `/`: on to the dashboard, which asks strangers to sign in.
pub async fn root() -> PageResult {
    render::see_other(urls::DASHBOARD)
}

/// `/dashboard`: the users of the tenant that is asked for, of the default tenant, or else of the first by name.
pub async fn page(request: HttpRequest, address: Address) -> PageResult {
    if let Some(asked) = address.get("tenant") {
        let tenant = TenantId::parse(asked).map_err(|_| Error::NotFound("tenant"))?;
        return render::see_other(urls::users(&tenant));
    }
    let extensions = request.extensions();
    let tenants = extensions.get::<Visitor>().map(|v| v.tenants.as_slice()).unwrap_or_default();
    match tenants.iter().find(|(t, _)| t.is_default).or(tenants.first()) {
        Some((tenant, _)) => render::see_other(urls::users(&tenant.id)),
        None => Err(Error::Forbidden("You have no place in any tenant yet. An owner can give you one.".into()).into()),
    }
}
