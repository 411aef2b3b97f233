//! Describing a job: it can be looked at, and does nothing until it is started.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::model::JsonObject;
use crate::model::job::{Creator, Job, JobKind, JobStatus};
use crate::model::log_event::Actor;
use crate::store::{Tx, jobs};

/// Writes a draft. Nothing is logged: nothing has been done. Drafts nobody starts are removed after a day.
pub fn draft(tx: &mut Tx, context: &Context, kind: JobKind, title: String, parameters: JsonObject) -> Result<Job> {
    let (creator, id, name) = match &context.actor {
        Actor::Operator { id, name } => (Creator::Operator, id, name),
        Actor::Client { id, name } => (Creator::Client, id, name),
        Actor::User | Actor::System => {
            return Err(Error::Forbidden("Only an operator or a program can start a job.".into()));
        }
    };
    let job = Job {
        id: context.ids.prefixed("job"),
        kind,
        title,
        status: JobStatus::Draft,
        parameters,
        cursor: JsonObject::new(),
        creator,
        created_by: id.clone(),
        created_by_name: name.clone(),
        created_at: context.now,
        started_at: None,
        finished_at: None,
        total: None,
        succeeded: 0,
        skipped: 0,
        failed: 0,
        summary: JsonObject::new(),
        failure: None,
        result_path: None,
        cancel_requested: false,
    };
    jobs::insert(tx, &context.tenant, &job)?;
    Ok(job)
}
