//! Acts on the ticked users of the list, or on all that match it: a few at once, with a way back; the rest as a job,
//! after a dry run.

use super::actions::confirm;
use super::list;
use crate::error::Error;
use crate::features::Tx;
use crate::features::jobs::users_bulk::plan::{self, Selection};
use crate::features::users::bulk::{self, MOST_AT_ONCE, Outcome};
use crate::features::users::list::SEARCH_BUDGET;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use crate::model::bulk_verb::BulkVerb;
use crate::model::user::UserId;
use actix_web::web;

type Pairs = web::Query<Vec<(String, String)>>;

/// What is said of a selection that cannot be counted.
pub(super) const TOO_SLOW: &str = "how many users match could not be told within two seconds.";
/// And how it can.
const NARROW: &str =
    "Search for an exact value or the beginning of one, or add a condition that finds few, and select again.";

/// Does it, or leads to the dry run. What undoes an act has everything in its address.
pub async fn save(visit: Visit, fields: Fields, query: Pairs) -> PageResult {
    let asked = |name: &str| {
        let in_address = || query.iter().find(|(n, _)| n == name).map(|(_, v)| v.clone());
        fields.filled(name).map(str::to_owned).or_else(in_address).unwrap_or_default()
    };
    let from_address = query.iter().filter(|(n, _)| n == "user").map(|(_, v)| v.clone());
    let ids = ids(fields.all("user").into_iter().chain(from_address));
    let back = fields.filled("list").map_or_else(|| confirm::back_to_list(&visit), |list| safe_back(&visit, list));
    let all = fields.ticked("all");
    if ids.is_empty() && !all {
        return render::not_done(&visit.request, back, "Nothing was done: tick the users first.");
    }
    let Some(verb) = BulkVerb::parse(&asked("verb"), &asked("role")) else {
        return render::not_done(&visit.request, back, "Choose what to do with these users.");
    };
    if all || ids.len() > MOST_AT_ONCE || verb.undone_by().is_none() {
        let matching = || list::query_of(&back).map(|query| Selection::Matching(Box::new(query)));
        let Some(selection) = (if all { matching() } else { Some(Selection::Ticked(ids)) }) else {
            return render::not_done(&visit.request, back, "Nothing was done: this search cannot be read.");
        };
        return dry_run(&visit, back, verb, selection).await;
    }
    let wanted = verb.clone();
    let outcome = visit.write(move |tx, context| bulk::act(tx, context, &wanted, &ids)).await;
    match outcome {
        Ok(outcome) => tell(&visit, back, &verb, &outcome),
        Err(error) => refused(&visit, back, error),
    }
}

async fn dry_run(visit: &Visit, back: String, verb: BulkVerb, selection: Selection) -> PageResult {
    let context = visit.context.clone();
    let describe = move |tx: &mut Tx| plan::describe(tx, &context, verb.clone(), selection.clone(), SEARCH_BUDGET);
    let described = match visit.app.read(describe).await {
        Ok(described) => described,
        Err(error) => return refused(visit, back, error),
    };
    let job = visit.write(move |tx, context| plan::draft(tx, context, &described)).await?;
    render::see_other(format!("{}?list={}", urls::bulk_plan(visit.tenant_id(), &job.id), urls::encode(&back)))
}

fn refused(visit: &Visit, back: String, error: Error) -> PageResult {
    match error {
        Error::TooSlow => render::not_done(&visit.request, back, format!("Nothing was done: {TOO_SLOW} {NARROW}")),
        Error::NotFound("role") => render::not_done(&visit.request, back, "This role is not here any more."),
        Error::Invalid(errors) => {
            let words: Vec<_> = errors.iter().map(|e| e.message.as_str()).collect();
            render::not_done(&visit.request, back, words.join(" "))
        }
        other => Err(other.into()),
    }
}

fn ids(texts: impl Iterator<Item = String>) -> Vec<UserId> {
    let mut ids: Vec<UserId> = texts.filter(|t| !t.is_empty()).map(UserId::from_text).collect();
    ids.sort();
    ids.dedup();
    ids
}

/// Only an address of this tenant's list is followed.
pub(super) fn safe_back(visit: &Visit, back: &str) -> String {
    let list = urls::users(visit.tenant_id());
    let ours = back.strip_prefix(list.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('?'));
    if ours && back.bytes().all(|b| b.is_ascii_graphic()) { back.to_owned() } else { list }
}

fn tell(visit: &Visit, back: String, verb: &BulkVerb, outcome: &Outcome) -> PageResult {
    let role = outcome.role.as_deref().unwrap_or_default();
    let changed = outcome.changed.len();
    let (done, already) = words(verb, role);
    let refused = outcome.why.as_deref().map(|why| format!("not possible for {}: {why}", outcome.refused));
    let parts = [
        (changed, format!("{} {done}", counted(changed, "user", "users"))),
        (outcome.unchanged, format!("{} {already}", were(outcome.unchanged))),
        (outcome.protected, format!("{} left alone as an owner's account", were(outcome.protected))),
        (outcome.missing, format!("{} not here any more", were(outcome.missing))),
        (outcome.refused, refused.unwrap_or_default()),
    ];
    let parts: Vec<_> = parts.into_iter().filter(|(n, _)| *n > 0).map(|(_, text)| text).collect();
    let text = format!("{}.", parts.join(", ").trim_end_matches('.'));
    match verb.undone_by().filter(|_| changed > 0) {
        Some(undo) => {
            let role = undo.role().unwrap_or_default();
            let undo = urls::bulk_undo(visit.tenant_id(), undo.word(), role, &outcome.changed);
            render::done_with_undo(&visit.request, back, text, undo)
        }
        None => render::done(&visit.request, back, text),
    }
}

/// What a verb has done, and what is said of those who were so already.
pub(super) fn words(verb: &BulkVerb, role: &str) -> (String, &'static str) {
    match verb {
        BulkVerb::Block => ("blocked".to_owned(), "blocked already"),
        BulkVerb::Unblock => ("unblocked".to_owned(), "not blocked"),
        BulkVerb::MarkVerified => ("marked as verified".to_owned(), "verified already"),
        BulkVerb::AssignRole(_) => (format!("given the role {role}"), "holding it already"),
        BulkVerb::RemoveRole(_) => (format!("relieved of the role {role}"), "without it"),
        BulkVerb::EndSessions => ("signed out everywhere".to_owned(), "not signed in"),
        BulkVerb::Delete => ("deleted".to_owned(), "deleted already"),
    }
}

fn were(n: usize) -> String {
    if n == 1 { "1 was".to_owned() } else { format!("{n} were") }
}
