//! Health: alive, and ready (the database answers and every migration has run).

use crate::app::App;
use actix_web::{HttpResponse, web};
use std::time::Duration;

/// How long the database may take before the server calls itself not ready.
const PATIENCE: Duration = Duration::from_secs(3);

/// 200 as long as the process can answer at all.
pub async fn live() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain").body("ok\n")
}

/// 200 when requests can be served; 503 with a word otherwise.
pub async fn ready(app: web::Data<App>) -> HttpResponse {
    match tokio::time::timeout(PATIENCE, app.is_ready()).await {
        Ok(Ok(true)) => HttpResponse::Ok().content_type("text/plain").body("ready\n"),
        Ok(Ok(false)) => HttpResponse::ServiceUnavailable().content_type("text/plain").body("migrations are missing\n"),
        _ => HttpResponse::ServiceUnavailable().content_type("text/plain").body("the database does not answer\n"),
    }
}
