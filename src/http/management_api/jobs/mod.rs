//! `/jobs`: long work that programs start and watch.

pub mod errors;
pub mod exports;
pub mod file;
pub mod imports;
mod json;
pub mod verification_email;

use super::call::Call;
use super::problem::Problem;
use super::reply::Done;
use crate::error::Error;
use crate::features::jobs::list;
use crate::model::job::{Job, JobKind};

pub use json::JobJson;

/// A job of a kind that programs know, and the connection it is about.
async fn found<Q, B>(call: &Call<Q, B>) -> Result<(Job, Option<String>), Problem> {
    let id = call.part("id");
    let found = call.read_with(move |tx, context| {
        let job = list::find(tx, context, &id)?;
        if !matches!(job.kind, JobKind::UsersImport | JobKind::UsersExport | JobKind::VerificationEmail) {
            return Err(Error::NotFound("job"));
        }
        let connection = list::connection_of(tx, context, &job)?;
        Ok((job, connection))
    });
    found.await
}

/// Returns a job. The file of an export is for those who may read users.
pub async fn show(call: Call) -> Result<Done<JobJson>, Problem> {
    let (job, connection) = found(&call).await?;
    let json = JobJson::of(&job, connection, call.context.now);
    let json = if call.has("read:users") { json.with_file(&call.app, &call.tenant.id, &call.base, &job) } else { json };
    Ok(Done(json))
}
