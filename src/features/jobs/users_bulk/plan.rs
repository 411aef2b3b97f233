//! The dry run of a bulk act: how many users it will change, who is left alone and why.

use super::Parameters;
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::jobs::draft;
use crate::features::users::bulk;
use crate::model::Timestamp;
use crate::model::bulk_verb::BulkVerb;
use crate::model::job::{Job, JobKind, JobStatus, object_of};
use crate::model::paging::{Start, grouped};
use crate::store::{Tx, connections, jobs, user_list, user_selection, users};
use std::time::Duration;

pub use crate::store::user_selection::{Counts, Selection};

/// Most users ticked one by one; more are chosen by what they have in common.
pub const MOST_TICKED: usize = 1_000;
/// Users named on the page.
const NAMED: usize = 8;

/// How many users an act concerns, as far as that can be told in the time of a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Known {
    /// All of it.
    All(Counts),
    /// How many were chosen, and not how many of them will be left alone.
    Chosen(i64),
    /// Nothing: not even how many were chosen.
    Nothing,
}

/// A draft and what it would come to now.
#[derive(Debug, Clone)]
pub struct Plan {
    pub job: Job,
    pub verb: BulkVerb,
    /// Name of the role, where the verb has one.
    pub role: String,
    pub selection: Selection,
    pub known: Known,
    /// Some of the users: display name, and email where it says more.
    pub named: Vec<(String, String)>,
}

/// An act on a selection, which is not written down before it is known how many it concerns.
#[derive(Debug, Clone)]
pub struct Described {
    title: String,
    parameters: Parameters,
}

/// Finds out how many users an act concerns, within a time; where that cannot be told it is
/// [`crate::error::Error::TooSlow`]. Only reads: nobody waits to write while it counts.
pub fn describe(
    tx: &mut Tx,
    context: &Context,
    verb: BulkVerb,
    selection: Selection,
    budget: Duration,
) -> Result<Described> {
    if matches!(&selection, Selection::Ticked(ids) if ids.len() > MOST_TICKED) {
        let most = grouped(MOST_TICKED as i64);
        return Err(Error::field(
            "user",
            format!("At most {most} users can be ticked; choose all that match instead."),
        ));
    }
    let role = bulk::role_name(tx, context, &verb)?.unwrap_or_default();
    let chosen = match known(tx, context, &verb, &selection, context.now, budget)? {
        Known::All(counts) => counts.matched,
        Known::Chosen(chosen) => chosen,
        Known::Nothing => return Err(Error::TooSlow),
    };
    if chosen == 0 {
        return Err(Error::field("user", "None of these users is here any more."));
    }
    let users = if chosen == 1 { "1 user".to_owned() } else { format!("{} users", grouped(chosen)) };
    Ok(Described { title: verb.title(&users, &role), parameters: Parameters { verb, selection } })
}

/// Writes the draft of such an act.
pub fn draft(tx: &mut Tx, context: &Context, described: &Described) -> Result<Job> {
    let parameters = object_of(&described.parameters).map_err(Error::internal)?;
    draft::draft(tx, context, JobKind::UsersBulk, described.title.clone(), parameters)
}

/// Reads a draft and counts anew, within a time; none when it has been started (or is a job of another kind).
pub fn look(tx: &mut Tx, context: &Context, id: &str, budget: Duration) -> Result<Option<Plan>> {
    let job = jobs::find(tx, &context.tenant, id)?;
    if job.status != JobStatus::Draft || job.kind != JobKind::UsersBulk {
        return Ok(None);
    }
    let Parameters { verb, selection } = job.parameters_as().map_err(Error::internal)?;
    let role = bulk::role_name(tx, context, &verb)?.unwrap_or_default();
    let known = known(tx, context, &verb, &selection, job.created_at, budget)?;
    // Whoever is too many to be counted takes as long to be found.
    let named = match known {
        Known::Nothing => Vec::new(),
        _ => in_time(tx, |tx| named(tx, context, &selection))?.unwrap_or_default(),
    };
    Ok(Some(Plan { job, verb, role, selection, known, named }))
}

/// What can be told within a time. A quarter of it is kept for the number of users alone, should all of it take too long.
fn known(
    tx: &mut Tx,
    context: &Context,
    verb: &BulkVerb,
    selection: &Selection,
    at: Timestamp,
    budget: Duration,
) -> Result<Known> {
    let locked: Vec<String> = match verb {
        BulkVerb::MarkVerified => connections::all(tx, &context.tenant)?
            .into_iter()
            .filter(|c| c.verification_locked().is_some())
            .map(|c| c.name)
            .collect(),
        _ => Vec::new(),
    };
    let counts =
        in_time(tx, |tx| user_selection::count(tx, &context.tenant, verb, selection, at, &locked, budget * 3 / 4))?;
    if let Some(counts) = counts {
        return Ok(Known::All(counts));
    }
    let chosen = in_time(tx, |tx| user_selection::number(tx, &context.tenant, selection, budget / 4))?;
    Ok(chosen.map_or(Known::Nothing, Known::Chosen))
}

/// What comes in time. What does not is stopped by itself: the transaction goes on.
fn in_time<T>(tx: &mut Tx, part: impl FnOnce(&mut Tx) -> Result<T>) -> Result<Option<T>> {
    match tx.attempt(part) {
        Err(Error::TooSlow) => Ok(None),
        other => other.map(Some),
    }
}

fn named(tx: &mut Tx, context: &Context, selection: &Selection) -> Result<Vec<(String, String)>> {
    let words = |name: &str, email: &Option<String>| {
        (name.to_owned(), email.clone().filter(|email| email != name).unwrap_or_default())
    };
    Ok(match selection {
        Selection::Ticked(ids) => {
            let some = &ids[..ids.len().min(NAMED)];
            let users = users::among(tx, &context.tenant, some)?;
            users.iter().map(|u| words(u.display_name(), &u.email)).collect()
        }
        Selection::Matching(query) => {
            let query = user_list::Query { size: NAMED, start: Start::First, ..query.as_ref().clone() };
            let page = user_list::page(tx, &context.tenant, &query)?;
            page.rows.iter().map(|u| words(u.display_name(), &u.email)).collect()
        }
    })
}
