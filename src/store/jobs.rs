//! Jobs: described, claimed by a worker for a while, moved on chunk by chunk, finished.

use super::columns::{object, to_json};
use super::db::Tx;
use super::dialect;
use super::schema::jobs::{self, dsl};
use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::model::job::{Creator, Job, JobKind, JobStatus};
use crate::model::paging::{Key, Page, Start};
use crate::model::tenant::TenantId;
use diesel::prelude::*;
use diesel::sql_types::{Text, Timestamp as SqlTimestamp};

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = jobs, treat_none_as_default_value = false)]
struct JobRow {
    job_id: String,
    kind: String,
    title: String,
    status: String,
    parameters: String,
    cursor: String,
    created_by: String,
    created_by_name: String,
    created_at: Timestamp,
    started_at: Option<Timestamp>,
    finished_at: Option<Timestamp>,
    total: Option<i64>,
    succeeded: i64,
    skipped: i64,
    failed: i64,
    summary: String,
    failure: Option<String>,
    result_path: Option<String>,
    cancel_requested: bool,
    actor_kind: String,
}

impl JobRow {
    fn of(job: &Job) -> Result<Self> {
        Ok(Self {
            job_id: job.id.clone(),
            kind: job.kind.as_str().to_owned(),
            title: job.title.clone(),
            status: job.status.as_str().to_owned(),
            parameters: to_json(&job.parameters)?,
            cursor: to_json(&job.cursor)?,
            created_by: job.created_by.clone(),
            created_by_name: job.created_by_name.clone(),
            created_at: job.created_at,
            started_at: job.started_at,
            finished_at: job.finished_at,
            total: job.total,
            succeeded: job.succeeded,
            skipped: job.skipped,
            failed: job.failed,
            summary: to_json(&job.summary)?,
            failure: job.failure.clone(),
            result_path: job.result_path.clone(),
            cancel_requested: job.cancel_requested,
            actor_kind: job.creator.as_str().to_owned(),
        })
    }

    fn into_job(self) -> Result<Job> {
        let unknown = |what: &str, word: &str| Error::internal(format!("job {}: unknown {what} {word}", self.job_id));
        Ok(Job {
            kind: JobKind::parse(&self.kind).ok_or_else(|| unknown("kind", &self.kind))?,
            status: JobStatus::parse(&self.status).ok_or_else(|| unknown("status", &self.status))?,
            creator: Creator::parse(&self.actor_kind).ok_or_else(|| unknown("actor", &self.actor_kind))?,
            parameters: object(&self.parameters)?,
            cursor: object(&self.cursor)?,
            summary: object(&self.summary)?,
            id: self.job_id,
            title: self.title,
            created_by: self.created_by,
            created_by_name: self.created_by_name,
            created_at: self.created_at,
            started_at: self.started_at,
            finished_at: self.finished_at,
            total: self.total,
            succeeded: self.succeeded,
            skipped: self.skipped,
            failed: self.failed,
            failure: self.failure,
            result_path: self.result_path,
            cancel_requested: self.cancel_requested,
        })
    }
}

/// A worker's hold on a job: good until the lease runs out and another worker takes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub tenant: TenantId,
    pub job: String,
    /// Made anew for each claim, so that a worker that was away too long cannot go on with it.
    pub token: String,
}

/// Adds a job.
pub fn insert(tx: &mut Tx, tenant: &TenantId, job: &Job) -> Result<()> {
    let row = (jobs::tenant_id.eq(tenant.as_str()), JobRow::of(job)?);
    diesel::insert_into(jobs::table).values(row).execute(tx.conn())?;
    Ok(())
}

/// A job by id.
pub fn find(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<Job> {
    let row: Option<JobRow> =
        jobs::table.find((tenant.as_str(), id)).select(JobRow::as_select()).first(tx.conn()).optional()?;
    row.ok_or(Error::NotFound("job"))?.into_job()
}

/// Likewise, locked until the transaction ends.
pub fn find_for_update(tx: &mut Tx, tenant: &TenantId, id: &str) -> Result<Job> {
    dialect::lock_job(tx, tenant.as_str(), id)?;
    find(tx, tenant, id)
}

/// Writes all of a job but its claim.
pub fn update(tx: &mut Tx, tenant: &TenantId, job: &Job) -> Result<()> {
    let row = JobRow::of(job)?;
    diesel::update(jobs::table.find((tenant.as_str(), &job.id)))
        .set((
            (dsl::status.eq(row.status), dsl::title.eq(row.title), dsl::parameters.eq(row.parameters)),
            (dsl::cursor.eq(row.cursor), dsl::summary.eq(row.summary), dsl::total.eq(row.total)),
            (dsl::succeeded.eq(row.succeeded), dsl::skipped.eq(row.skipped), dsl::failed.eq(row.failed)),
            (dsl::started_at.eq(row.started_at), dsl::finished_at.eq(row.finished_at)),
            (dsl::failure.eq(row.failure), dsl::result_path.eq(row.result_path)),
            dsl::cancel_requested.eq(row.cancel_requested),
        ))
        .execute(tx.conn())?;
    Ok(())
}

#[derive(QueryableByName)]
struct Found {
    #[diesel(sql_type = Text)]
    tenant_id: String,
    #[diesel(sql_type = Text)]
    job_id: String,
}

/// What the open jobs that nobody holds have in common; `$1` is the machine's time. Who waited longest comes first.
const FREE: &str = "FROM jobs WHERE status IN ('pending', 'processing') AND (lease_until IS NULL OR lease_until <= $1) \
     ORDER BY COALESCE(lease_until, created_at), job_id LIMIT 1";

/// Whether there is a job that nobody holds; a look that takes no lock.
pub fn any_free(tx: &mut Tx, beat: Timestamp) -> Result<bool> {
    let query = diesel::sql_query(format!("SELECT tenant_id, job_id {FREE}")).bind::<SqlTimestamp, _>(beat);
    let found: Option<Found> = query.get_result(tx.conn()).optional()?;
    Ok(found.is_some())
}

/// Takes the job that has waited longest; none when there is nothing to do. `beat` and `until` are the machine's time.
pub fn claim(tx: &mut Tx, token: &str, beat: Timestamp, until: Timestamp) -> Result<Option<Claim>> {
    let skip = dialect::skip_locked(tx);
    let query = diesel::sql_query(format!("SELECT tenant_id, job_id {FREE} {skip}")).bind::<SqlTimestamp, _>(beat);
    let found: Option<Found> = query.get_result(tx.conn()).optional()?;
    let Some(found) = found else { return Ok(None) };
    diesel::update(jobs::table.find((&found.tenant_id, &found.job_id)))
        .set((dsl::claimed_by.eq(Some(token)), dsl::lease_until.eq(Some(until))))
        .execute(tx.conn())?;
    let tenant = TenantId::parse(&found.tenant_id).map_err(|_| Error::internal("a job of no tenant"))?;
    Ok(Some(Claim { tenant, job: found.job_id, token: token.to_owned() }))
}

/// Whether the claim still holds; if so the lease is longer now, and the job stays locked until the transaction ends.
pub fn hold(tx: &mut Tx, claim: &Claim, until: Timestamp) -> Result<bool> {
    set_claim(tx, claim, Some(&claim.token), until)
}

/// Lets go of a job, which then waits behind the others. A claim that has been lost stays lost.
pub fn release(tx: &mut Tx, claim: &Claim, beat: Timestamp) -> Result<()> {
    set_claim(tx, claim, None, beat).map(drop)
}

fn set_claim(tx: &mut Tx, claim: &Claim, token: Option<&str>, until: Timestamp) -> Result<bool> {
    let held = jobs::table.find((claim.tenant.as_str(), &claim.job)).filter(dsl::claimed_by.eq(Some(&claim.token)));
    let values = (dsl::claimed_by.eq(token), dsl::lease_until.eq(Some(until)));
    Ok(diesel::update(held).set(values).execute(tx.conn())? == 1)
}

/// How many jobs of a kind a worker has, or will have.
pub fn open_of_kind(tx: &mut Tx, tenant: &TenantId, kind: JobKind) -> Result<i64> {
    Ok(jobs::table
        .filter(dsl::tenant_id.eq(tenant.as_str()).and(dsl::kind.eq(kind.as_str())))
        .filter(dsl::status.eq("pending").or(dsl::status.eq("processing")))
        .count()
        .get_result(tx.conn())?)
}

/// A job's place in the list.
pub fn key_of(job: &Job) -> Key {
    Key { sort: job.created_at.and_utc().timestamp_millis().to_string(), id: job.id.clone() }
}

/// One page of those that were started, newest first.
pub fn page(tx: &mut Tx, tenant: &TenantId, size: usize, start: &Start) -> Result<Page<Job>> {
    let mut query = jobs::table
        .filter(dsl::tenant_id.eq(tenant.as_str()).and(dsl::status.ne(JobStatus::Draft.as_str())))
        .select(JobRow::as_select())
        .limit(i64::try_from(size).unwrap_or(i64::MAX - 1) + 1)
        .into_boxed();
    query = match start.key() {
        None => query,
        Some(key) => {
            let (at, id) = (super::columns::instant(&key.sort)?, key.id.clone());
            // The first condition bounds the walk through the index, the second settles ties.
            if start.is_backward() {
                query.filter(dsl::created_at.ge(at)).filter(dsl::created_at.gt(at).or(dsl::job_id.gt(id)))
            } else {
                query.filter(dsl::created_at.le(at)).filter(dsl::created_at.lt(at).or(dsl::job_id.lt(id)))
            }
        }
    };
    query = if start.is_backward() {
        query.order((dsl::created_at.asc(), dsl::job_id.asc()))
    } else {
        query.order((dsl::created_at.desc(), dsl::job_id.desc()))
    };
    let rows: Vec<JobRow> = query.load(tx.conn())?;
    let jobs = rows.into_iter().map(JobRow::into_job).collect::<Result<Vec<_>>>()?;
    Ok(Page::from_fetched(jobs, size, start))
}

/// Removes drafts from before an instant, and jobs that ended before another with their items: at most so many rows, and
/// answers with how many.
pub fn remove_old(tx: &mut Tx, drafts: Timestamp, ended: Timestamp, most: usize) -> Result<usize> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let old: Option<(String, String)> = jobs::table
        .filter(dsl::finished_at.lt(Some(ended)).or(dsl::status.eq("draft").and(dsl::created_at.lt(drafts))))
        .order((dsl::tenant_id, dsl::job_id))
        .select((dsl::tenant_id, dsl::job_id))
        .first(tx.conn())
        .optional()?;
    let Some((tenant, job)) = old else { return Ok(0) };
    match super::job_items::remove_some(tx, &tenant, &job, most)? {
        0 => Ok(diesel::delete(jobs::table.find((&tenant, &job))).execute(tx.conn())?),
        items => Ok(items),
    }
}
