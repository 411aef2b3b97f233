//! The same act on many users, as a job.
//!
//! First the users are written down, those that existed when the operator looked (the draft's instant); then each is
//! acted on once, by the verb that their own page has. What somebody else changed since the operator looked is not
//! overwritten: the user is left alone, and the results say so.

pub mod plan;

use super::selected::{self, Beginning};
use super::work::{Chunk, Progress, Site, Work};
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::users::bulk::{self, Owners};
use crate::model::JsonObject;
use crate::model::bulk_verb::BulkVerb;
use crate::model::job::{Job, object_of};
use crate::model::operator::Right;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use crate::store::job_items::{self, JobItem};
use crate::store::log_events::{self, Change};
use crate::store::user_selection::{self, Selected, Selection, Stretch};
use crate::store::{Tx, users};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Users written down in one transaction.
const CHOOSE: i64 = 1_000;
/// Users acted on in one transaction: a tenth of a second, or thereabouts.
const ACT: i64 = 100;

/// What is done to whom.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Parameters {
    pub verb: BulkVerb,
    pub selection: Selection,
}

/// Where the job stands.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Cursor {
    /// Whether all users have been written down.
    chosen: bool,
    /// Whom to write down next.
    #[serde(flatten)]
    from: Beginning,
    /// The item that was dealt with last; while choosing, the one written last.
    position: i64,
}

/// What came of one user; the words are those of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Outcome {
    Succeeded,
    Unchanged,
    Protected,
    Conflict,
    Missing,
    Failed,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Succeeded => "succeeded",
            Self::Unchanged => "unchanged",
            Self::Protected => "protected",
            Self::Conflict => "conflict",
            Self::Missing => "missing",
            Self::Failed => "failed",
        }
    }

    fn detail(self) -> Option<&'static str> {
        match self {
            Self::Succeeded | Self::Unchanged | Self::Missing | Self::Failed => None,
            Self::Protected => Some("An owner's account is left alone."),
            Self::Conflict => Some("Somebody changed this user meanwhile; left as it is."),
        }
    }
}

/// The kind.
pub struct UsersBulk;

impl Work for UsersBulk {
    fn chunk<'a>(&self, site: &'a Site, tenant: &'a TenantId, job: &'a Job) -> Result<Chunk<'a>> {
        let Parameters { verb, selection } = job.parameters_as().map_err(Error::internal)?;
        let cursor: Cursor = job.cursor_as().map_err(Error::internal)?;
        if cursor.chosen {
            return Ok(Box::new(move |tx, context| act(tx, context, job, &verb, &cursor)));
        }
        let read = |tx: &mut Tx, stretch: &Stretch| user_selection::after(tx, tenant, &verb, &selection, stretch);
        let (users, next) = selected::next(&site.db, &cursor.from, job.created_at, CHOOSE, read)?;
        Ok(Box::new(move |tx, context| write_down(tx, context, job, &users, cursor.position, next.as_ref())))
    }

    fn right(&self) -> Right {
        Right::ManageUsers
    }

    fn scope(&self) -> &'static str {
        "update:users"
    }
}

/// Writes down the next users behind so many others; those after them begin at `next`.
fn write_down(
    tx: &mut Tx,
    context: &Context,
    job: &Job,
    users: &[Selected],
    position: i64,
    next: Option<&Beginning>,
) -> Result<Progress> {
    let item = |(n, user): (i64, &Selected)| JobItem {
        position: position + n,
        user_id: Some(user.user_id.clone()),
        version: user.version,
        settled: user.settled,
        outcome: None,
        detail: None,
    };
    let items: Vec<_> = (1..).zip(users).map(item).collect();
    job_items::insert(tx, &context.tenant, &job.id, &items)?;
    let written = position + items.len() as i64;
    let next = match next {
        Some(from) => Cursor { chosen: false, from: from.clone(), position: written },
        None => Cursor { chosen: true, ..Cursor::default() },
    };
    Ok(Progress {
        cursor: object_of(&next).map_err(Error::internal)?,
        total: next.chosen.then_some(written),
        finished: next.chosen && written == 0,
        ..Progress::default()
    })
}

/// Acts on the next users.
fn act(tx: &mut Tx, context: &Context, job: &Job, verb: &BulkVerb, cursor: &Cursor) -> Result<Progress> {
    let items = job_items::after(tx, &context.tenant, &job.id, cursor.position, ACT)?;
    let mut users: Vec<(UserId, &JobItem)> =
        items.iter().filter_map(|item| Some((UserId::from_text(item.user_id.clone()?), item))).collect();
    // The order in which everybody locks.
    users.sort_by(|(a, _), (b, _)| a.cmp(b));
    let ids: Vec<&UserId> = users.iter().map(|(id, _)| id).collect();
    users::lock_all(tx, &context.tenant, &ids)?;
    let changes = log_events::changes_since(tx, &context.tenant, &ids, job.created_at)?;
    let owners = Owners::of(tx, context, verb)?;
    let mut outcomes: BTreeMap<(Outcome, Option<String>), Vec<i64>> = BTreeMap::new();
    for (id, item) in &users {
        let touched = changes.iter().any(|change| is_of_others(change, id, verb, &job.id));
        let (outcome, detail) = match tx.attempt(|tx| one(tx, context, verb, id, item, touched, &owners)) {
            Ok(outcome) => (outcome, outcome.detail().map(str::to_owned)),
            Err(Error::Invalid(errors)) => (Outcome::Failed, errors.iter().next().map(|e| e.message.clone())),
            Err(other) => return Err(other),
        };
        outcomes.entry((outcome, detail)).or_default().push(item.position);
    }
    let mut progress = Progress::default();
    for ((outcome, detail), positions) in &outcomes {
        job_items::settle(tx, &context.tenant, &job.id, positions, outcome.word(), detail.as_deref())?;
        let n = positions.len() as i64;
        match outcome {
            Outcome::Succeeded => progress.succeeded += n,
            Outcome::Failed => progress.failed += n,
            _ => progress.skipped += n,
        }
        progress.outcomes.push((outcome.word(), n));
    }
    let position = items.last().map_or(cursor.position, |item| item.position);
    progress.finished = job.total.is_none_or(|total| position >= total);
    progress.cursor = object_of(&Cursor { chosen: true, position, ..Cursor::default() }).map_err(Error::internal)?;
    Ok(progress)
}

fn one(
    tx: &mut Tx,
    context: &Context,
    verb: &BulkVerb,
    id: &UserId,
    item: &JobItem,
    touched: bool,
    owners: &Owners,
) -> Result<Outcome> {
    let user = match users::find_for_update(tx, &context.tenant, id) {
        Err(Error::NotFound(_)) => return Ok(Outcome::Missing),
        other => other?,
    };
    if owners.has(&user) {
        return Ok(Outcome::Protected);
    }
    if bulk::is_settled(tx, context, verb, &user)? {
        return Ok(Outcome::Unchanged);
    }
    // In the wished state when the job set out and not any more: somebody wished otherwise since. Whoever is deleted
    // must be exactly the user the operator saw.
    let moved = match verb {
        BulkVerb::EndSessions => false,
        BulkVerb::Delete => user.version != item.version,
        _ => item.settled,
    };
    if touched || moved {
        return Ok(Outcome::Conflict);
    }
    bulk::apply(tx, context, verb, id)?;
    Ok(Outcome::Succeeded)
}

/// Whether a change is of this user, of a field the verb is about, and not of this job.
fn is_of_others((user, diff, details): &Change, id: &UserId, verb: &BulkVerb, job: &str) -> bool {
    let concerned = || verb.fields().is_none_or(|fields| diff.iter().any(|c| fields.contains(&c.field.as_str())));
    user == id && !is_of_job(details, job) && concerned()
}

fn is_of_job(details: &JsonObject, job: &str) -> bool {
    details.get("job").and_then(|j| j.as_str()) == Some(job)
}
