//! The last step of an import: the dry run, and what is to happen to users who are there already.

use crate::error::{Error, FieldErrors};
use crate::features::imports::draft::{self, Plan};
use crate::features::imports::rejects::{self, Reject};
use crate::features::imports::settings::OnExisting;
use crate::http::dashboard::jobs::status;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use crate::model::job::{Job, JobStatus};
use crate::model::paging::grouped;
use actix_web::web;
use askama::Template;

/// Rows with mistakes a page shows; the file has them all.
const SHOWN: usize = 50;

#[derive(Template)]
#[template(path = "users/import/review.html")]
struct Page {
    chrome: Chrome,
    file_name: String,
    connection: String,
    /// Where what is shown here is asked for again; empty when the dry run has ended.
    again: String,
    /// Done and to do, while it runs.
    bar: Option<(i64, i64)>,
    line: String,
    /// Why there is no result.
    failure: String,
    tally: Vec<(status::Outcome, String)>,
    rejects: Vec<Row>,
    more: bool,
    rejects_href: String,
    /// What the button says; empty when there is nothing to import.
    button: String,
    existing: String,
    choices: Vec<(OnExisting, &'static str, &'static str, bool)>,
    errors: FieldErrors,
    action: String,
    columns: String,
    imports: String,
}

struct Row {
    row: String,
    who: String,
    reasons: Vec<String>,
}

/// Shows how far the dry run is, and what it found.
pub async fn page(visit: Visit) -> PageResult {
    let Some(plan) = plan(&visit).await? else { return started(&visit) };
    if plan.check.is_none() {
        return render::see_other(urls::import_columns(visit.tenant_id(), &plan.job.id));
    }
    let page = build(&visit, plan, OnExisting::Skip, FieldErrors::default()).await?;
    render::page(&page)
}

/// Starts the import. A second click finds the same job.
pub async fn start(visit: Visit, fields: Fields) -> PageResult {
    let on_existing = OnExisting::parse(fields.text("on_existing")).unwrap_or(OnExisting::Skip);
    let id = visit.segment("job");
    match visit.write(move |tx, context| draft::begin(tx, context, &id, on_existing)).await {
        Ok((job, _)) => {
            visit.app.wake_workers();
            render::see_other(urls::job(visit.tenant_id(), &job.id))
        }
        Err(Error::Invalid(errors)) => match plan(&visit).await? {
            Some(plan) => render::invalid(&build(&visit, plan, on_existing, errors).await?),
            None => started(&visit),
        },
        Err(other) => Err(other.into()),
    }
}

async fn plan(visit: &Visit) -> Result<Option<Plan>, PageError> {
    let id = visit.segment("job");
    visit.read(move |tx, context| draft::find(tx, context, &id)).await
}

fn started(visit: &Visit) -> PageResult {
    render::see_other(urls::job(visit.tenant_id(), &visit.segment("job")))
}

async fn build(visit: &Visit, plan: Plan, chosen: OnExisting, errors: FieldErrors) -> Result<Page, Error> {
    let tenant = visit.tenant_id();
    let check = plan.check.as_ref();
    let open = check.is_some_and(|check| check.status.is_open());
    let completed = check.filter(|check| check.status == JobStatus::Completed);
    let path = rejects::path(&visit.app.files(), check.map_or("", |check| &check.id));
    let first =
        web::block(move || -> crate::error::Result<Vec<Reject>> { rejects::read(&path)?.take(SHOWN + 1).collect() });
    let mut first = first.await.map_err(Error::internal)??;
    let more = first.len() > SHOWN;
    first.truncate(SHOWN);
    let count = |word: &str| check.and_then(|c| c.summary.get(word)?.as_i64()).unwrap_or_default();
    let (new, existing) = (count("new"), count("existing"));
    let choice = |choice| {
        let (label, hint) = words(choice);
        (choice, label, hint, choice == chosen)
    };
    Ok(Page {
        again: if open { urls::import(tenant, &plan.job.id) } else { String::new() },
        bar: check.and_then(|check| check.total.map(|total| (check.done(), total))).filter(|_| open),
        line: check.map(line).unwrap_or_default(),
        failure: check.map(failure).unwrap_or_default(),
        tally: ["new", "existing", "rejected"]
            .into_iter()
            .map(|word| (status::outcome(word), grouped(count(word))))
            .collect(),
        rejects: first.into_iter().map(row).collect(),
        more,
        rejects_href: check.map(|check| urls::job_part(tenant, &check.id, "rejects")).unwrap_or_default(),
        button: match completed {
            Some(_) if new > 0 => format!("Import {}", counted(new as usize, "User", "Users")),
            Some(_) if existing > 0 => "Start the Import".to_owned(),
            _ => String::new(),
        },
        existing: if existing > 0 { counted(existing as usize, "user is", "users are") } else { String::new() },
        choices: OnExisting::ALL.into_iter().map(choice).collect(),
        errors,
        action: urls::import(tenant, &plan.job.id),
        columns: if plan.settings.header.is_empty() {
            String::new()
        } else {
            urls::import_columns(tenant, &plan.job.id)
        },
        imports: urls::imports(tenant),
        file_name: plan.settings.file_name,
        connection: plan.connection.label().to_owned(),
        chrome: visit.chrome(),
    })
}

fn words(choice: OnExisting) -> (&'static str, &'static str) {
    match choice {
        OnExisting::Skip => ("Skip them", "They stay as they are."),
        OnExisting::Update => (
            "Update them",
            "Names, picture, email verification and metadata of the file replace theirs; metadata as a whole.",
        ),
        OnExisting::Stop => ("Stop", "The import ends at the first of them; what came before stays."),
        OnExisting::Refuse => ("Refuse them", "They are among those who cannot be imported."),
    }
}

fn line(check: &Job) -> String {
    match check.total {
        Some(total) => format!("{} of about {} read", grouped(check.done()), grouped(total)),
        None => "Waits for a worker".to_owned(),
    }
}

fn failure(check: &Job) -> String {
    match check.status {
        JobStatus::Cancelled => "The dry run was cancelled.".to_owned(),
        _ => check.failure.clone().unwrap_or_default(),
    }
}

fn row(reject: Reject) -> Row {
    let words = |issue: crate::model::import::Issue| {
        if issue.path.is_empty() { issue.message } else { format!("{}: {}", issue.path, issue.message) }
    };
    Row {
        row: grouped(i64::try_from(reject.row).unwrap_or_default()),
        who: reject.who,
        reasons: reject.errors.into_iter().map(words).collect(),
    }
}
