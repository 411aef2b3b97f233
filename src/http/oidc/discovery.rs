//! What programs read about a tenant before they ask for tokens: its addresses and its public keys.

use crate::app::App;
use crate::error::Error;
use crate::http::hall::host;
use crate::http::urls;
use actix_web::http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL};
use actix_web::{HttpRequest, HttpResponse, web};
use serde::Serialize;
use serde_json::json;

/// `/.well-known/openid-configuration`: only what is there.
pub async fn configuration(app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    let visit = host::of(&request, &app);
    if let Err(error) = app.tenant_at(&visit).await {
        return refused(error);
    }
    let base = visit.base;
    public(&json!({
        "issuer": format!("{base}/"),
        "token_endpoint": format!("{base}{}", urls::TOKEN),
        "jwks_uri": format!("{base}{}", urls::KEY_SET),
        "grant_types_supported": ["client_credentials"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported": ["RS256", "RS384", "PS256"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": [],
    }))
}

/// `/.well-known/jwks.json`: the keys whose tokens are believed.
pub async fn key_set(app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    let visit = host::of(&request, &app);
    let keys = match app.tenant_at(&visit).await {
        Ok(tenant) => app.public_keys(&tenant.id).await,
        Err(error) => Err(error),
    };
    match keys {
        Ok(keys) => public(&json!({ "keys": keys })),
        Err(error) => refused(error),
    }
}

/// For everybody, scripts of other sites too, and for a few minutes.
fn public(document: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((CACHE_CONTROL, "public, max-age=15, stale-while-revalidate=15, stale-if-error=86400"))
        .insert_header((ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .insert_header(("Cross-Origin-Resource-Policy", "cross-origin"))
        .json(document)
}

fn refused(error: Error) -> HttpResponse {
    match error {
        Error::NotFound(_) => HttpResponse::NotFound().json(json!({ "error": "not_found" })),
        error => {
            tracing::error!(%error, "cannot answer with keys");
            HttpResponse::ServiceUnavailable().json(json!({ "error": "temporarily_unavailable" }))
        }
    }
}
