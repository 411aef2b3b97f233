//! The dry run of a bulk act: what it will do and to whom it will not, before anything happens.

use super::bulk::{TOO_SLOW, safe_back, words};
use crate::features::jobs::start;
use crate::features::jobs::users_bulk::plan::{self, Known, Plan, Selection};
use crate::features::users::list::SEARCH_BUDGET;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use crate::model::bulk_verb::BulkVerb;
use crate::model::paging::grouped;
use actix_web::web;
use askama::Template;

type Pairs = web::Query<Vec<(String, String)>>;

#[derive(Template)]
#[template(path = "users/bulk_plan.html")]
struct Page {
    chrome: Chrome,
    title: String,
    /// What will happen, if anything.
    effect: String,
    /// Whether it can be started: not when nobody would change, or nobody knows how many.
    startable: bool,
    /// Who is left alone, one sentence each.
    exceptions: Vec<String>,
    consequences: String,
    named: Vec<(String, String)>,
    /// How many are not named; empty when all are.
    others: String,
    button: &'static str,
    danger: bool,
    action: String,
    back: String,
    users_href: String,
}

/// Shows what would happen; once it has been started, the job.
pub async fn page(visit: Visit, query: Pairs) -> PageResult {
    let id = visit.segment("job");
    let wanted = id.clone();
    let plan = visit.read(move |tx, context| plan::look(tx, context, &wanted, SEARCH_BUDGET)).await?;
    let Some(plan) = plan else { return render::see_other(urls::job(visit.tenant_id(), &id)) };
    let back = query.iter().find(|(n, _)| n == "list").map(|(_, v)| v.clone()).unwrap_or_default();
    let tenant = visit.tenant_id();
    let (chosen, changing) = match &plan.known {
        Known::All(counts) => (counts.matched, Some(counts.changing())),
        Known::Chosen(chosen) => (*chosen, None),
        Known::Nothing => (0, Some(0)),
    };
    render::page(&Page {
        chrome: visit.chrome(),
        effect: effect(&plan),
        startable: changing.is_none_or(|changing| changing > 0),
        exceptions: exceptions(&plan),
        consequences: consequences(&plan.verb, visit.tenant.deleted_user_days),
        others: match chosen - plan.named.len() as i64 {
            ..=0 => String::new(),
            n => grouped(n),
        },
        button: button(&plan.verb, changing == Some(1)),
        danger: matches!(plan.verb, BulkVerb::Delete),
        action: urls::bulk_plan(tenant, &plan.job.id),
        back: safe_back(&visit, &back),
        users_href: urls::users(tenant),
        title: plan.job.title,
        named: plan.named,
    })
}

/// Starts it. A second click finds the same job.
pub async fn start(visit: Visit, _: Fields) -> PageResult {
    let id = visit.segment("job");
    let (job, changed) = visit.write(move |tx, context| start::start(tx, context, &id)).await?;
    if changed {
        visit.app.wake_workers();
    }
    render::see_other(urls::job(visit.tenant_id(), &job.id))
}

fn effect(plan: &Plan) -> String {
    let (done, _) = words(&plan.verb, &plan.role);
    match &plan.known {
        Known::All(counts) => match counts.changing() {
            ..=0 => "Nobody would change.".to_owned(),
            n => format!("{} will be {done}.", counted(n as usize, "user", "users")),
        },
        Known::Chosen(n) => format!("Up to {} will be {done}.", counted(*n as usize, "user", "users")),
        Known::Nothing => {
            let because = "It cannot be started without that number.";
            format!(
                "This time {TOO_SLOW} {because} Load this page again when the house is less busy, or cancel and narrow the search."
            )
        }
    }
}

fn exceptions(plan: &Plan) -> Vec<String> {
    let counts = match &plan.known {
        Known::All(counts) => counts,
        Known::Chosen(_) => {
            let (_, already) = words(&plan.verb, "");
            let told = "could not be counted within two seconds; they are left alone, and the results name them";
            return vec![format!("Who is {already} or for another reason left alone {told}")];
        }
        Known::Nothing => return Vec::new(),
    };
    let of = |n: i64| format!("{} of {}", grouped(n), grouped(counts.matched));
    let (_, already) = words(&plan.verb, "");
    let gone = match &plan.selection {
        Selection::Ticked(ids) => ids.len() as i64 - counts.matched,
        Selection::Matching(_) => 0,
    };
    let lines = [
        (counts.settled, format!("{} {already}", are(of(counts.settled), counts.settled))),
        (
            counts.protected,
            match counts.protected {
                1 => format!("{} is an owner's account and is left alone", of(1)),
                n => format!("{} are owners' accounts and are left alone", of(n)),
            },
        ),
        (
            counts.barred,
            format!(
                "{} have no email address, or their connection says itself whether it is verified",
                of(counts.barred)
            ),
        ),
        (gone, format!("{} not here any more", are(grouped(gone), gone))),
    ];
    lines.into_iter().filter(|(n, _)| *n > 0).map(|(_, line)| line).collect()
}

fn are(words: String, n: i64) -> String {
    format!("{words} {}", if n == 1 { "is" } else { "are" })
}

/// `days`: for how many deleted users are kept.
fn consequences(verb: &BulkVerb, days: i32) -> String {
    let words = match verb {
        BulkVerb::Block => "Their sessions end at once, and nobody can sign in as them until they are unblocked.",
        BulkVerb::Unblock => "They can sign in again. Sessions that were ended stay ended.",
        BulkVerb::MarkVerified => "You vouch that their email addresses are theirs.",
        BulkVerb::AssignRole(_) => "They get its permissions with their next token.",
        BulkVerb::RemoveRole(_) => "They lose its permissions with their next token.",
        BulkVerb::EndSessions => "They are signed out everywhere and have to sign in again on each device.",
        BulkVerb::Delete if days > 0 => {
            let days = counted(usize::try_from(days).unwrap_or_default(), "day", "days");
            return format!("Their sessions end at once. For {days} each of them can be restored from Deleted users.");
        }
        BulkVerb::Delete => {
            "They are deleted for good, with their sessions, devices, roles and linked accounts. This cannot be undone."
        }
    };
    words.to_owned()
}

fn button(verb: &BulkVerb, one: bool) -> &'static str {
    match verb {
        BulkVerb::Block if one => "Block User",
        BulkVerb::Block => "Block Users",
        BulkVerb::Unblock if one => "Unblock User",
        BulkVerb::Unblock => "Unblock Users",
        BulkVerb::MarkVerified => "Mark as Verified",
        BulkVerb::AssignRole(_) => "Assign Role",
        BulkVerb::RemoveRole(_) => "Remove Role",
        BulkVerb::EndSessions => "End Sessions",
        BulkVerb::Delete if one => "Yes, Delete It",
        BulkVerb::Delete => "Yes, Delete Them",
    }
}
