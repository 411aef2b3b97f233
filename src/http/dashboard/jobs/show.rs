//! One job: how far it is, what came of it, and what did not simply succeed.

use super::{download, status};
use crate::features::jobs::list::{self, EXCEPTIONS, ItemRow};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::show::Badge;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::{Clock, When};
use crate::http::urls;
use crate::model::Timestamp;
use crate::model::job::{Job, JobKind, JobStatus};
use crate::model::paging::grouped;
use crate::model::user::UserId;
use askama::Template;

#[derive(Template)]
#[template(path = "jobs/show.html")]
struct Page {
    chrome: Chrome,
    jobs: String,
    job: JobView,
    /// Where what is shown here is asked for again; empty when the job has ended.
    again: String,
    /// Where the job is cancelled; empty when it cannot be.
    cancel: String,
    /// What came of each user, as a file; empty for work that keeps no such list.
    results: String,
    /// The users an import could not take; empty when there are none.
    rejects: String,
    /// What an export has written; empty when that is not there, or somebody else's.
    file: String,
    /// Whether there is a file, or will be.
    is_export: bool,
    exceptions: Vec<Exception>,
    /// Whether the file holds more exceptions than the page.
    more: bool,
}

struct JobView {
    id: String,
    title: String,
    badge: Badge,
    failure: String,
    /// What has been done and what there is to do; none before that is known.
    bar: Option<(i64, i64)>,
    /// "612 of 1,204 · 310 a second · about 2 minutes left".
    line: String,
    counts: Vec<Count>,
    by: String,
    created: When,
    ended: Option<When>,
    is_open: bool,
}

struct Count {
    icon: &'static str,
    kind: &'static str,
    text: String,
    n: String,
}

struct Exception {
    name: String,
    href: String,
    kind: &'static str,
    icon: &'static str,
    outcome: String,
    detail: String,
}

/// Shows the job; a draft has a page of its own, where it can be started.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("job");
    let (job, exceptions) = visit.read(move |tx, context| list::show(tx, context, &id)).await?;
    let tenant = visit.tenant_id();
    if job.status == JobStatus::Draft {
        return render::see_other(match job.kind {
            JobKind::UsersBulk => urls::bulk_plan(tenant, &job.id),
            JobKind::UsersImport => urls::import(tenant, &job.id),
            // These are started as soon as they are described.
            JobKind::UsersImportCheck | JobKind::UsersExport | JobKind::VerificationEmail => urls::jobs(tenant),
        });
    }
    let open = |url: String| if job.status.is_open() { url } else { String::new() };
    let cancellable = !job.cancel_requested;
    render::page(&Page {
        jobs: urls::jobs(tenant),
        again: open(urls::job(tenant, &job.id)),
        cancel: if cancellable { open(urls::job_part(tenant, &job.id, "cancel")) } else { String::new() },
        results: if job.kind == JobKind::UsersBulk {
            urls::job_part(tenant, &job.id, "results")
        } else {
            String::new()
        },
        rejects: if has_rejects(&job) { urls::job_part(tenant, &job.id, "rejects") } else { String::new() },
        file: download::link(&visit.app, tenant, &visit.operator_id, &job, visit.now()),
        is_export: job.kind == JobKind::UsersExport,
        more: exceptions.len() as i64 == EXCEPTIONS,
        exceptions: exceptions.into_iter().map(|row| exception(&visit, row)).collect(),
        job: view(job, visit.clock()),
        chrome: visit.chrome(),
    })
}

fn has_rejects(job: &Job) -> bool {
    let rejected = job.summary.get("rejected").and_then(serde_json::Value::as_i64).unwrap_or_default();
    rejected > 0 && matches!(job.kind, JobKind::UsersImport | JobKind::UsersImportCheck)
}

fn view(job: Job, clock: Clock) -> JobView {
    let count = |(word, n): (&String, &serde_json::Value)| {
        let (kind, icon, text) = status::outcome(word);
        Count { kind, icon, text, n: grouped(n.as_i64().unwrap_or_default()) }
    };
    JobView {
        badge: status::badge(&job),
        bar: job.total.map(|total| (job.done(), total)),
        line: line(&job, clock.now),
        counts: job.summary.iter().map(count).collect(),
        created: When::at(job.created_at, clock),
        ended: When::maybe(job.finished_at, clock),
        is_open: job.status.is_open(),
        id: job.id,
        title: job.title,
        failure: job.failure.unwrap_or_default(),
        by: job.created_by_name,
    }
}

fn line(job: &Job, now: Timestamp) -> String {
    let Some(total) = job.total else {
        return match job.status {
            JobStatus::Pending => "Waits for a worker".to_owned(),
            JobStatus::Processing if job.done() > 0 => format!("{} so far", grouped(job.done())),
            JobStatus::Processing => "Getting ready".to_owned(),
            _ => String::new(),
        };
    };
    let mut parts = vec![format!("{} of {}", grouped(job.done()), grouped(total))];
    parts.extend(job.rate(now).map(|rate| format!("{} a second", grouped(rate.round().max(1.0) as i64))));
    parts.extend(job.seconds_left(now).map(left));
    parts.join(" · ")
}

fn left(seconds: i64) -> String {
    match seconds {
        ..10 => "a few seconds left".to_owned(),
        10..90 => format!("about {seconds} seconds left"),
        90..5_400 => format!("about {} minutes left", (seconds + 30) / 60),
        _ => format!("about {} hours left", (seconds + 1_800) / 3_600),
    }
}

fn exception(visit: &Visit, (item, email): ItemRow) -> Exception {
    let id = item.user_id.unwrap_or_default();
    let word = item.outcome.unwrap_or_default();
    let (kind, icon, outcome) = status::outcome(&word);
    Exception {
        // Who is not here any more has no page.
        href: if word == "missing" { String::new() } else { urls::user(visit.tenant_id(), &UserId::from_text(&id)) },
        name: email.unwrap_or(id),
        kind,
        icon,
        outcome,
        detail: item.detail.unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::left;

    #[test]
    fn the_time_left_reads_like_speech() {
        assert_eq!(left(3), "a few seconds left");
        assert_eq!(left(45), "about 45 seconds left");
        assert_eq!(left(125), "about 2 minutes left");
        assert_eq!(left(7_200), "about 2 hours left");
    }
}
