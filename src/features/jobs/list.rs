//! The Jobs page, and one job with what did not simply succeed.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::job::Job;
use crate::model::paging::{Page, Start};
use crate::store::{Tx, job_items, jobs};

pub use crate::store::job_items::ItemRow;
pub use crate::store::jobs::key_of;

/// Exceptions a page shows; the file of results has them all.
pub const EXCEPTIONS: i64 = 50;

/// One page of jobs, newest first.
pub fn list(tx: &mut Tx, context: &Context, size: usize, start: &Start) -> Result<Page<Job>> {
    jobs::page(tx, &context.tenant, size, start)
}

/// A job.
pub fn find(tx: &mut Tx, context: &Context, id: &str) -> Result<Job> {
    jobs::find(tx, &context.tenant, id)
}

/// A job and its first exceptions.
pub fn show(tx: &mut Tx, context: &Context, id: &str) -> Result<(Job, Vec<ItemRow>)> {
    let job = jobs::find(tx, &context.tenant, id)?;
    let exceptions = job_items::exceptions(tx, &context.tenant, id, EXCEPTIONS)?;
    Ok((job, exceptions))
}

/// The next items after a position: a piece of the file of results.
pub fn results(tx: &mut Tx, context: &Context, id: &str, after: i64, most: i64) -> Result<Vec<ItemRow>> {
    job_items::rows_after(tx, &context.tenant, id, after, most)
}
