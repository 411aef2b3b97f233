//! A call that changed nothing although it was to: the log says so, as it says of those that did.

use super::call;
use super::endpoint::Endpoint;
use super::problem::Problem;
use crate::app::{Admitted, App};
use crate::features::logs::record_failure::{Failure, record_failure};
use actix_web::http::Method;
use actix_web::{HttpMessage, HttpRequest, web};
use std::rc::Rc;

/// Longest path and message that is written down, in characters.
const MOST: usize = 500;

/// Writes it down. A server that cannot answer cannot write either, and a call that only reads changes nothing.
pub(super) async fn write_down(request: &HttpRequest, problem: &Problem) {
    if request.method() == Method::GET || problem.status.is_server_error() {
        return;
    }
    let endpoint = request.extensions().get::<Rc<Endpoint>>().cloned();
    let admitted = request.extensions().get::<Rc<Admitted>>().cloned();
    let (Some(endpoint), Some(admitted), Some(app)) = (endpoint, admitted, request.app_data::<web::Data<App>>()) else {
        return;
    };
    let short = |text: &str| text.chars().filter(|c| *c != '\0').take(MOST).collect::<String>();
    let failure = Failure {
        operation: endpoint.summary,
        method: request.method().to_string(),
        path: short(request.path()),
        status: problem.status.as_u16(),
        message: short(&problem.message),
        code: problem.code,
    };
    let context = call::context(app, request, &admitted);
    if let Err(error) = app.write(move |tx| record_failure(tx, &context, &failure)).await {
        tracing::warn!(%error, "a failed call is not in the log");
    }
}
