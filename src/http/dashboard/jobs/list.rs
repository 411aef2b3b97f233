//! The Jobs page, newest first.

use super::status;
use crate::features::jobs::list::{self, key_of};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::show::Badge;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::{When, counted};
use crate::http::urls;
use crate::model::job::Job;
use crate::model::paging::grouped;
use askama::Template;

/// Jobs on a page.
const PAGE: usize = 50;

#[derive(Template)]
#[template(path = "jobs/list.html")]
struct Page {
    chrome: Chrome,
    rows: Vec<Row>,
    links: Links,
    range: String,
    users: String,
}

struct Row {
    href: String,
    title: String,
    by: String,
    badge: Badge,
    /// How far it is, or how far it came.
    progress: String,
    created: When,
}

/// Shows the list.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let start = address.start(Order::Instant);
    let found = visit.read(move |tx, context| list::list(tx, context, PAGE, &start)).await?;
    let base = urls::jobs(visit.tenant_id());
    render::page(&Page {
        chrome: visit.chrome(),
        links: Links::of(&found, key_of, |more| paging::href(&base, &[], more)),
        range: counted(found.rows.len(), "job", "jobs"),
        rows: found.rows.iter().map(|job| row(&visit, job)).collect(),
        users: urls::users(visit.tenant_id()),
    })
}

fn row(visit: &Visit, job: &Job) -> Row {
    Row {
        href: urls::job(visit.tenant_id(), &job.id),
        title: job.title.clone(),
        by: job.created_by_name.clone(),
        badge: status::badge(job),
        progress: match job.total {
            Some(total) => format!("{} of {}", grouped(job.done()), grouped(total)),
            None => String::new(),
        },
        created: When::at(job.created_at, visit.clock()),
    }
}
