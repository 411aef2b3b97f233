//! What a worker does: it claims a job, moves it on chunk by chunk, and lets go of it.
//!
//! Each chunk is one transaction that also moves the cursor and renews the lease, so a worker may be killed at any
//! point: whoever claims the job next goes on where the last committed chunk ended, and nothing happens twice.

use super::work::{self, Progress, Site};
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::model::Timestamp;
use crate::model::job::{Creator, Job, JobStatus};
use crate::model::tenant::TenantId;
use crate::security::token;
use crate::store::jobs::{self, Claim};
use crate::store::{Tx, client_grants, operators, resource_servers};
use chrono::TimeDelta;
use serde_json::Value;

/// How long a claim holds without a sign of life, in seconds: longer than any chunk, short enough to wait for.
const LEASE: i64 = 60;

/// The two clocks of a worker.
#[derive(Debug, Clone, Copy)]
pub struct Times {
    /// The application's time, for what is done and written down.
    pub now: Timestamp,
    /// The machine's time, for leases: it goes on also while the application's clock stands still.
    pub beat: Timestamp,
}

impl Times {
    fn lease(self) -> Timestamp {
        self.beat + TimeDelta::seconds(LEASE)
    }
}

/// What became of a job with one chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// There is more to do.
    More,
    /// It has ended, well or not.
    Ended,
    /// Somebody else has it now; nothing was done.
    Lost,
}

/// Takes the job that has waited longest.
pub fn claim(site: &Site, times: Times) -> Result<Option<Claim>> {
    if !site.db.read(|tx| jobs::any_free(tx, times.beat))? {
        return Ok(None);
    }
    let token = token::random();
    site.db.write(|tx| jobs::claim(tx, &token, times.beat, times.lease()))
}

/// Does the next chunk; `wait` is called when it is ready to be written, so that others get to write before.
pub fn advance(site: &Site, claim: &Claim, times: Times, wait: impl FnOnce()) -> Result<Step> {
    let job = site.db.read(|tx| jobs::find(tx, &claim.tenant, &claim.job))?;
    let work = work::of(job.kind);
    let prepared = work.chunk(site, &claim.tenant, &job);
    wait();
    let done = prepared.and_then(|mut chunk| {
        site.db.write(|tx| {
            hold_and(tx, site, claim, times, |tx, held| {
                let context = context_of(site, claim, held, times.now);
                if may_go_on(tx, &context, held, work)? { chunk(tx, &context).map(Some) } else { Ok(None) }
            })
        })
    });
    match done {
        Ok(step) => Ok(step),
        Err(Error::Unavailable(why)) => Err(Error::Unavailable(why)),
        Err(error) => {
            tracing::warn!(job = claim.job, %error, "a job failed");
            site.db.write(|tx| give_up(tx, site, claim, times, &words(&error)))
        }
    }
}

/// Lets go of a job that has not ended, so that another worker need not wait for the lease to run out.
pub fn release(site: &Site, claim: &Claim, times: Times) -> Result<()> {
    site.db.write(|tx| jobs::release(tx, claim, times.beat))
}

/// Does one chunk in this transaction, if the claim still holds and nobody has asked to stop.
fn hold_and(
    tx: &mut Tx,
    site: &Site,
    claim: &Claim,
    times: Times,
    mut chunk: impl FnMut(&mut Tx, &mut Job) -> Result<Option<Progress>>,
) -> Result<Step> {
    if !jobs::hold(tx, claim, times.lease())? {
        return Ok(Step::Lost);
    }
    let mut job = jobs::find(tx, &claim.tenant, &claim.job)?;
    if !job.status.is_open() {
        return Ok(Step::Lost);
    }
    if job.cancel_requested {
        end(&mut job, JobStatus::Cancelled, times.now);
    } else if let Some(progress) = chunk(tx, &mut job)? {
        add(&mut job, progress, times.now);
    }
    jobs::update(tx, &claim.tenant, &job)?;
    if job.status.is_open() {
        return Ok(Step::More);
    }
    conclude(tx, site, &context_of(site, claim, &job, times.now), &job)?;
    Ok(Step::Ended)
}

/// What is written down about a job that has ended, and what its kind does then.
fn conclude(tx: &mut Tx, site: &Site, context: &Context, job: &Job) -> Result<()> {
    let work = work::of(job.kind);
    if job.status == JobStatus::Failed
        && let Some(code) = work.failure_code()
    {
        let description = format!("{}: {}", job.title, job.failure.as_deref().unwrap_or_default());
        audit::record(tx, context, Entry { code, description, user: None, diff: Vec::new() })?;
    }
    work.ended(tx, context, site, job)
}

/// Ends the job instead when whoever started it has lost the right to do so meanwhile.
fn may_go_on(tx: &mut Tx, context: &Context, job: &mut Job, work: &dyn work::Work) -> Result<bool> {
    let may = match job.creator {
        Creator::Operator => {
            operators::role_in(tx, &job.created_by, &context.tenant)?.is_some_and(|role| role.may(work.right()))
        }
        Creator::Client => is_granted(tx, &context.tenant, &job.created_by, work.scope())?,
    };
    if !may {
        end(job, JobStatus::Failed, context.now);
        job.failure = Some(format!("{} may no longer do this in this tenant.", job.created_by_name));
    }
    Ok(may)
}

/// Whether an application may still ask the Management API for a scope.
fn is_granted(tx: &mut Tx, tenant: &TenantId, client: &str, scope: &str) -> Result<bool> {
    let Some(api) = resource_servers::system(tx, tenant)? else { return Ok(false) };
    let grant = client_grants::of_pair(tx, tenant, client, &api.id)?;
    Ok(grant.is_some_and(|grant| grant.scopes.iter().any(|granted| granted == scope)))
}

fn add(job: &mut Job, progress: Progress, now: Timestamp) {
    job.status = JobStatus::Processing;
    job.started_at.get_or_insert(now);
    job.cursor = progress.cursor;
    job.total = progress.total.or(job.total);
    job.result_path = progress.result_path.or(job.result_path.take());
    job.succeeded += progress.succeeded;
    job.skipped += progress.skipped;
    job.failed += progress.failed;
    for (word, n) in progress.outcomes.into_iter().filter(|(_, n)| *n != 0) {
        let before = job.summary.get(word).and_then(Value::as_i64).unwrap_or_default();
        job.summary.insert(word.to_owned(), Value::from(before + n));
    }
    if progress.finished {
        end(job, JobStatus::Completed, now);
    }
}

fn end(job: &mut Job, status: JobStatus, now: Timestamp) {
    job.status = status;
    job.finished_at = Some(now);
}

fn give_up(tx: &mut Tx, site: &Site, claim: &Claim, times: Times, why: &str) -> Result<Step> {
    hold_and(tx, site, claim, times, |_, job| {
        end(job, JobStatus::Failed, times.now);
        job.failure = Some(why.to_owned());
        Ok(None)
    })
}

fn words(error: &Error) -> String {
    match error {
        Error::Invalid(errors) => errors.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join(" "),
        Error::NotFound(what) => format!("The {what} it needs is not here any more."),
        Error::Internal(_) => "Something went wrong; the server's log says what.".to_owned(),
        other => other.to_string(),
    }
}

fn context_of(site: &Site, claim: &Claim, job: &Job, now: Timestamp) -> Context {
    Context {
        tenant: claim.tenant.clone(),
        actor: job.actor(),
        now,
        ip: None,
        user_agent: None,
        hostname: None,
        ids: site.ids.clone(),
        job: Some(job.id.clone()),
        gathered: Default::default(),
    }
}
