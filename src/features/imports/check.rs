//! The dry run of an import: every user is read and judged as the import would, and nothing is written.

use super::batch::{self, Batch, Candidate, Rules};
use super::judge::{duplicated, judge, keys_of};
use super::records::Place;
use super::rejects::{self, Raw, Reject};
use super::settings::Settings;
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::jobs::work::{Chunk, Progress, Site, Work};
use crate::model::job::{Job, object_of};
use crate::model::operator::Right;
use crate::model::tenant::TenantId;
use crate::security::token;
use crate::store::Tx;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

/// Bytes of a note: the beginning of a key's hash, and the row.
const NOTE: usize = 16;
/// Most keys compared with each other at the end: 32 MB of notes. The import itself finds those beyond.
const NOTES_MAX: u64 = 2_000_000;

/// Where the job stands.
#[derive(Debug, Clone, Copy, Default, Serialize, Deserialize)]
struct Cursor {
    place: Place,
    rejects: u64,
    /// How long the file of notes is.
    notes: u64,
    read: u64,
}

/// The kind.
pub struct UsersImportCheck;

impl Work for UsersImportCheck {
    fn chunk<'a>(&self, site: &'a Site, tenant: &'a TenantId, job: &'a Job) -> Result<Chunk<'a>> {
        let settings: Settings = job.parameters_as().map_err(Error::internal)?;
        let cursor: Cursor = job.cursor_as().map_err(Error::internal)?;
        let rules = site.db.read(|tx| Rules::of(tx, tenant, job, &settings))?;
        let batch = batch::read(site, &settings, &rules, cursor.place)?;
        let part = Part { site, job, settings, rules, batch, before: cursor };
        Ok(Box::new(move |tx, context| look(tx, context, &part)))
    }

    fn right(&self) -> Right {
        Right::ManageUsers
    }

    fn scope(&self) -> &'static str {
        "create:users"
    }
}

/// What one chunk works with.
struct Part<'a> {
    site: &'a Site,
    job: &'a Job,
    settings: Settings,
    rules: Rules,
    batch: Batch,
    before: Cursor,
}

fn look(tx: &mut Tx, context: &Context, part: &Part) -> Result<Progress> {
    let Part { site, job, settings, rules, batch, before } = part;
    let judged = judge(tx, context, job, &rules.connection, &batch.candidates)?;
    let mut refused = [batch.rejects.as_slice(), &judged.rejects].concat();
    refused.sort_by_key(|reject| reject.row);
    let notes = notes(&site.files, &job.id);
    // Those refused by the batch itself are known to be twice in the file and need no note.
    let fresh: Vec<&Candidate> = judged.new.iter().copied().chain(judged.existing.iter().map(|(c, _)| *c)).collect();
    let noted = rejects::append_bytes(&notes, before.notes, &note_all(&fresh))?;
    let (mut new, existing) = (judged.new.len(), judged.existing.len());
    if batch.finished {
        let twice = repeated(&notes, noted)?;
        new = new.saturating_sub(twice.len());
        refused.extend(twice);
    }
    let path = rejects::path(&site.files, &job.id);
    let cursor = Cursor {
        place: batch.place,
        rejects: rejects::append(&path, before.rejects, &refused)?,
        notes: noted,
        read: before.read + (batch.candidates.len() + batch.rejects.len()) as u64,
    };
    Ok(progress(settings, batch, cursor, (new, existing, refused.len())))
}

fn progress(
    settings: &Settings,
    batch: &Batch,
    cursor: Cursor,
    (new, existing, refused): (usize, usize, usize),
) -> Progress {
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    // Until the end is known, the rest of the file is taken to be like what has been read.
    let share = settings.bytes as f64 / cursor.place.offset.max(1) as f64;
    let total = if batch.finished { cursor.read } else { (cursor.read as f64 * share.max(1.0)) as u64 };
    Progress {
        cursor: object_of(&cursor).unwrap_or_default(),
        total: i64::try_from(total).ok(),
        succeeded: count(new),
        skipped: count(existing),
        failed: count(refused),
        outcomes: vec![("new", count(new)), ("existing", count(existing)), ("rejected", count(refused))],
        result_path: None,
        finished: batch.finished,
    }
}

fn notes(files: &Path, job: &str) -> PathBuf {
    files.join(format!("{job}.keys"))
}

fn note_all(candidates: &[&Candidate]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for candidate in candidates {
        for (name, key) in keys_of(candidate) {
            let hash = token::hash(&format!("{name}\n{key}"));
            let start = hash.as_bytes().chunks(2).take(8).filter_map(|two| std::str::from_utf8(two).ok());
            bytes.extend(start.map(|two| u8::from_str_radix(two, 16).unwrap_or_default()));
            bytes.extend(candidate.row.to_be_bytes());
        }
    }
    bytes
}

/// The users whose email, username, id or phone number an earlier chunk has seen.
fn repeated(notes: &Path, length: u64) -> Result<Vec<Reject>> {
    if length == 0 || length / NOTE as u64 > NOTES_MAX {
        return Ok(Vec::new());
    }
    let bytes = std::fs::read(notes).map_err(Error::internal)?;
    let mut all: Vec<&[u8]> = bytes.chunks_exact(NOTE).collect();
    all.sort_unstable();
    let again = all.windows(2).filter(|pair| pair[0][..8] == pair[1][..8] && pair[0] != pair[1]);
    let row = |note: &[u8]| note[8..].iter().fold(0_u64, |row, byte| row << 8 | u64::from(*byte));
    let mut rows: Vec<(u64, u64)> = again.map(|pair| (row(pair[1]), row(pair[0]))).collect();
    rows.sort_unstable();
    rows.dedup_by_key(|(row, _)| *row);
    let reject = |(row, first): (u64, u64)| {
        let mut issue = duplicated("email");
        issue.message = format!("This user is in row {first} already.");
        issue.path = String::new();
        Reject { row, who: String::new(), raw: Raw::Unreadable, errors: vec![issue] }
    };
    Ok(rows.into_iter().map(reject).collect())
}
