//! Cancelling a job: it stops between two chunks; what was done stays done.

use crate::error::Result;
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::job::{Job, JobStatus};
use crate::store::{Tx, jobs};

/// Asks a job to stop; one that no worker has taken ends at once. Answers with the job and whether anything changed.
/// Safe to repeat.
pub fn cancel(tx: &mut Tx, context: &Context, id: &str) -> Result<(Job, bool)> {
    let mut job = jobs::find_for_update(tx, &context.tenant, id)?;
    match job.status {
        JobStatus::Processing if !job.cancel_requested => job.cancel_requested = true,
        JobStatus::Draft | JobStatus::Pending => {
            job.status = JobStatus::Cancelled;
            job.finished_at = Some(context.now);
        }
        _ => return Ok((job, false)),
    }
    jobs::update(tx, &context.tenant, &job)?;
    let context = Context { job: Some(job.id.clone()), ..context.clone() };
    let description = format!("Cancel a job: {}", job.title);
    audit::record(tx, &context, Entry { code: "sapi", description, user: None, diff: Vec::new() })?;
    Ok((job, true))
}
