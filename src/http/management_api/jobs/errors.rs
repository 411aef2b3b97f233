//! `GET /jobs/{id}/errors`.

use super::{JobJson, found};
use crate::error::{Error, Result as Outcome};
use crate::features::imports::rejects::{self, Raw, Reject};
use crate::http::management_api::call::Call;
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::DoneOrNothing;
use crate::model::JsonObject;
use crate::model::job::{JobKind, JobStatus};
use actix_web::web;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

/// Most users that are told.
const MOST: usize = 10_000;
/// Members that nobody is told again.
const SECRET: [&str; 4] = ["password", "password_hash", "custom_password_hash", "mfa_factors"];

/// What went wrong.
#[derive(Serialize, JsonSchema)]
#[serde(untagged)]
pub enum Errors {
    /// With some users.
    Users(Vec<UserErrors>),
    /// With the job as a whole.
    Job(Box<JobJson>),
}

/// A user who was not imported.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "JobUserErrors")]
pub struct UserErrors {
    user: JsonObject,
    errors: Vec<UserError>,
}

/// One reason.
#[derive(Serialize, JsonSchema)]
#[schemars(rename = "JobUserError")]
struct UserError {
    code: &'static str,
    message: String,
    path: String,
}

/// Lists the users who were not imported, with the reasons.
pub async fn list(call: Call) -> Result<DoneOrNothing<Errors>, Problem> {
    let (job, connection) = found(&call).await?;
    if matches!(job.status, JobStatus::Failed | JobStatus::Cancelled) {
        return Ok(DoneOrNothing(Some(Errors::Job(Box::new(JobJson::of(&job, connection, call.context.now))))));
    }
    if job.kind != JobKind::UsersImport || job.failed == 0 {
        return Ok(DoneOrNothing(None));
    }
    let path = rejects::path(&call.app.files(), &job.id);
    let read = move || -> Outcome<Vec<Reject>> { rejects::read(&path)?.take(MOST).collect() };
    let rejects = web::block(read).await.map_err(Error::internal)??;
    Ok(DoneOrNothing(Some(Errors::Users(rejects.into_iter().map(told).collect()))))
}

fn told(reject: Reject) -> UserErrors {
    let mut user = match reject.raw {
        Raw::Json(Value::Object(object)) => object,
        _ => JsonObject::new(),
    };
    for (_, value) in user.iter_mut().filter(|(key, _)| SECRET.contains(&key.as_str())) {
        *value = "*****".into();
    }
    let error = |issue: crate::model::import::Issue| UserError {
        code: issue.code.as_str(),
        message: issue.message,
        path: issue.path,
    };
    UserErrors { user, errors: reject.errors.into_iter().map(error).collect() }
}
