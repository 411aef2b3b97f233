//! The API's document, for everybody; and the answer to addresses that are none.

use super::endpoint::Endpoints;
use super::openapi;
use super::problem::Problem;
use crate::app::App;
use crate::http::hall::host;
use actix_web::{HttpRequest, HttpResponse, web};

/// Answers with the document.
pub async fn serve(app: web::Data<App>, request: HttpRequest) -> HttpResponse {
    let base = host::of(&request, &app).base;
    let made = request.app_data::<Endpoints>().ok_or_else(Problem::no_such_address);
    match made.and_then(|endpoints| openapi::document(endpoints, &base)) {
        Ok(document) => HttpResponse::Ok().json(document),
        Err(problem) => problem.respond(),
    }
}

/// There is nothing here.
pub async fn nowhere() -> HttpResponse {
    Problem::no_such_address().respond()
}
