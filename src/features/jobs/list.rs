//! The Jobs page, and one job with what did not simply succeed.

use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::{exports, imports};
use crate::model::job::{Job, JobKind};
use crate::model::paging::{Page, Start};
use crate::store::user_selection::Selection;
use crate::store::{Tx, connections, job_items, jobs};

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

/// The id of the connection that a job is about, if it is about one and that is still there.
pub fn connection_of(tx: &mut Tx, context: &Context, job: &Job) -> Result<Option<String>> {
    let name = match job.kind {
        JobKind::UsersImport | JobKind::UsersImportCheck => {
            Some(job.parameters_as::<imports::settings::Settings>().map_err(Error::internal)?.connection)
        }
        JobKind::UsersExport => {
            match job.parameters_as::<exports::start::Settings>().map_err(Error::internal)?.selection {
                Selection::Matching(query) => query.connection,
                Selection::Ticked(_) => None,
            }
        }
        JobKind::UsersBulk | JobKind::VerificationEmail => None,
    };
    let Some(name) = name else { return Ok(None) };
    match connections::by_name(tx, &context.tenant, &name) {
        Ok(connection) => Ok(Some(connection.id)),
        Err(Error::NotFound(_)) => Ok(None),
        Err(other) => Err(other),
    }
}
