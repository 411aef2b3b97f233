//! Starting a job that has been described: from here on a worker has it.

use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::job::{Job, JobStatus};
use crate::store::{Tx, jobs};

/// Starts a draft; answers with the job and whether anything changed. Safe to repeat: one draft is one job. Only who
/// described it can start it, since it acts in their name.
pub fn start(tx: &mut Tx, context: &Context, id: &str) -> Result<(Job, bool)> {
    let mut job = jobs::find_for_update(tx, &context.tenant, id)?;
    if job.status != JobStatus::Draft {
        return Ok((job, false));
    }
    if !job.is_of(&context.actor) {
        return Err(Error::Forbidden(format!("Only {}, who described this job, can start it.", job.created_by_name)));
    }
    job.status = JobStatus::Pending;
    jobs::update(tx, &context.tenant, &job)?;
    let context = Context { job: Some(job.id.clone()), ..context.clone() };
    let description = format!("Start a job: {}", job.title);
    audit::record(tx, &context, Entry { code: "sapi", description, user: None, diff: Vec::new() })?;
    Ok((job, true))
}
