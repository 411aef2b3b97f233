//! The dry run of a bulk act: how many users it will change, who is left alone and why.

use super::Parameters;
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::jobs::draft;
use crate::features::users::bulk;
use crate::model::bulk_verb::BulkVerb;
use crate::model::job::{Job, JobKind, JobStatus, object_of};
use crate::model::paging::{Start, grouped};
use crate::store::{Tx, connections, jobs, user_list, user_selection, users};

pub use crate::store::user_selection::{Counts, Selection};

/// Most users ticked one by one; more are chosen by what they have in common.
pub const MOST_TICKED: usize = 1_000;
/// Users named on the page.
const NAMED: usize = 8;

/// A draft and what it would come to now.
#[derive(Debug, Clone)]
pub struct Plan {
    pub job: Job,
    pub verb: BulkVerb,
    /// Name of the role, where the verb has one.
    pub role: String,
    pub selection: Selection,
    pub counts: Counts,
    /// Some of the users: display name, and email where it says more.
    pub named: Vec<(String, String)>,
}

/// Writes a draft of an act on a selection.
pub fn describe(tx: &mut Tx, context: &Context, verb: BulkVerb, selection: Selection) -> Result<Job> {
    if matches!(&selection, Selection::Ticked(ids) if ids.len() > MOST_TICKED) {
        let most = grouped(MOST_TICKED as i64);
        return Err(Error::field(
            "user",
            format!("At most {most} users can be ticked; choose all that match instead."),
        ));
    }
    let role = bulk::role_name(tx, context, &verb)?.unwrap_or_default();
    let counts = count(tx, context, &verb, &selection, context.now)?;
    if counts.matched == 0 {
        return Err(Error::field("user", "None of these users is here any more."));
    }
    let users = if counts.matched == 1 { "1 user".to_owned() } else { format!("{} users", grouped(counts.matched)) };
    let title = verb.title(&users, &role);
    let parameters = object_of(&Parameters { verb, selection }).map_err(Error::internal)?;
    draft::draft(tx, context, JobKind::UsersBulk, title, parameters)
}

/// Reads a draft and counts anew; none when it has been started (or is a job of another kind).
pub fn look(tx: &mut Tx, context: &Context, id: &str) -> Result<Option<Plan>> {
    let job = jobs::find(tx, &context.tenant, id)?;
    if job.status != JobStatus::Draft || job.kind != JobKind::UsersBulk {
        return Ok(None);
    }
    let Parameters { verb, selection } = job.parameters_as().map_err(Error::internal)?;
    let counts = count(tx, context, &verb, &selection, job.created_at)?;
    let role = bulk::role_name(tx, context, &verb)?.unwrap_or_default();
    let named = named(tx, context, &selection)?;
    Ok(Some(Plan { job, verb, role, selection, counts, named }))
}

fn count(
    tx: &mut Tx,
    context: &Context,
    verb: &BulkVerb,
    selection: &Selection,
    at: crate::model::Timestamp,
) -> Result<Counts> {
    let locked: Vec<String> = match verb {
        BulkVerb::MarkVerified => connections::all(tx, &context.tenant)?
            .into_iter()
            .filter(|c| c.verification_locked().is_some())
            .map(|c| c.name)
            .collect(),
        _ => Vec::new(),
    };
    user_selection::count(tx, &context.tenant, verb, selection, at, &locked)
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
