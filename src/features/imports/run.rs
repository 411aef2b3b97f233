//! The import itself, chunk by chunk. The place in the file moves in the transaction that writes the users, so that a
//! worker may be killed at any point and nothing is written twice.

use super::batch::{self, Batch, Candidate, Rules};
use super::insert::insert;
use super::judge::judge;
use super::records::Place;
use super::rejects;
use super::settings::{OnExisting, Settings};
use super::tell_owners::tell_owners;
use super::update::update;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::jobs::work::{Chunk, Progress, Site, Work};
use crate::model::import::{Issue, IssueCode};
use crate::model::job::{Job, object_of};
use crate::model::operator::Right;
use crate::model::tenant::TenantId;
use crate::store::Tx;
use serde::{Deserialize, Serialize};

/// Where the job stands.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Cursor {
    place: Place,
    /// How long the file of rejects is.
    rejects: u64,
}

/// The kind.
pub struct UsersImport;

impl Work for UsersImport {
    fn chunk<'a>(&self, site: &'a Site, tenant: &'a TenantId, job: &'a Job) -> Result<Chunk<'a>> {
        let settings: Settings = job.parameters_as().map_err(Error::internal)?;
        let cursor: Cursor = job.cursor_as().map_err(Error::internal)?;
        let rules = site.db.read(|tx| Rules::of(tx, tenant, job, &settings))?;
        let batch = batch::read(site, &settings, &rules, cursor.place)?;
        let part = Part { site, job, settings, rules, batch, cursor };
        Ok(Box::new(move |tx, context| write(tx, context, &part)))
    }

    fn right(&self) -> Right {
        Right::ManageUsers
    }

    fn failure_code(&self) -> Option<&'static str> {
        Some("fui")
    }

    fn scope(&self) -> &'static str {
        "create:users"
    }

    fn ended(&self, tx: &mut Tx, context: &Context, site: &Site, job: &Job) -> Result<()> {
        tell_owners(tx, context, site, job)
    }
}

fn there_already(candidate: &Candidate) -> Issue {
    let (code, path) = match candidate.user.email {
        Some(_) => (IssueCode::ConflictEmail, "email"),
        None => (IssueCode::ConflictUsername, "username"),
    };
    Issue::new(code, path, "The specified user already exists.")
}

#[derive(Clone, Copy, Default)]
struct Done {
    inserted: usize,
    updated: usize,
    skipped: usize,
}

/// What one chunk works with.
struct Part<'a> {
    site: &'a Site,
    job: &'a Job,
    settings: Settings,
    rules: Rules,
    batch: Batch,
    cursor: Cursor,
}

fn write(tx: &mut Tx, context: &Context, part: &Part) -> Result<Progress> {
    let Part { site, job, settings, rules, batch, cursor } = part;
    let judged = judge(tx, context, job, &rules.connection, &batch.candidates)?;
    if let (OnExisting::Stop, Some((candidate, _))) = (settings.on_existing, judged.existing.first()) {
        let words = format!("Stopped at row {}: {} is there already.", candidate.row, candidate.who());
        return Err(Error::field("row", words));
    }
    let mut done = Done { inserted: judged.new.len(), ..Done::default() };
    // Somebody may have created one of them since the look a moment ago: then the chunk is judged anew.
    let inserted = tx.attempt(|tx| insert(tx, context, &rules.connection, &site.sealer, &judged.new));
    inserted.map_err(|error| if let Error::Invalid(_) = error { Error::Contended } else { error })?;
    if settings.on_existing == OnExisting::Update {
        done.updated = update(tx, context, &judged.existing)?;
    }
    if settings.on_existing != OnExisting::Refuse {
        done.skipped = judged.existing.len() - done.updated;
    }
    let mut refused = [batch.rejects.as_slice(), &judged.rejects].concat();
    if settings.on_existing == OnExisting::Refuse {
        refused.extend(judged.existing.iter().map(|(candidate, _)| candidate.reject(there_already(candidate))));
    }
    refused.sort_by_key(|reject| reject.row);
    let path = rejects::path(&site.files, &job.id);
    let cursor = Cursor { place: batch.place, rejects: rejects::append(&path, cursor.rejects, &refused)? };
    if batch.finished {
        record_end(tx, context, job, done, refused.len())?;
    }
    Ok(progress(settings, batch, cursor, done, refused.len()))
}

fn progress(settings: &Settings, batch: &Batch, cursor: Cursor, done: Done, refused: usize) -> Progress {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    Progress {
        cursor: object_of(&cursor).unwrap_or_default(),
        total: settings.total,
        succeeded: count(done.inserted + done.updated),
        skipped: count(done.skipped),
        failed: count(refused),
        outcomes: vec![
            ("inserted", count(done.inserted)),
            ("updated", count(done.updated)),
            ("unchanged", count(done.skipped)),
            ("rejected", count(refused)),
        ],
        result_path: None,
        finished: batch.finished,
    }
}

/// The one event of the import as a whole; each user has their own.
fn record_end(tx: &mut Tx, context: &Context, job: &Job, last: Done, refused: usize) -> Result<()> {
    let so_far = |word: &str, more: usize| {
        let before = job.summary.get(word).and_then(serde_json::Value::as_u64).unwrap_or_default();
        before + more as u64
    };
    let diff = vec![
        audit::change("inserted", 0, so_far("inserted", last.inserted)),
        audit::change("updated", 0, so_far("updated", last.updated)),
        audit::change("unchanged", 0, so_far("unchanged", last.skipped)),
        audit::change("rejected", 0, so_far("rejected", refused)),
    ];
    audit::record(tx, context, Entry { code: "sui", description: job.title.clone(), user: None, diff })
}
