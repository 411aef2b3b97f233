//! The second step of an import of a table: what each column becomes.

use crate::error::{Error, FieldErrors, Result};
use crate::features::imports::draft::{self, Plan};
use crate::features::imports::records::{Body, Place, Records};
use crate::features::imports::settings::Settings;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::errors::PageError;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::import::MEMBERS;
use crate::model::import::mapping::Mapping;
use actix_web::web;
use askama::Template;

/// Rows whose cells are shown.
const SAMPLE: usize = 3;
/// Longest text of a sample, in characters.
const SHOWN: usize = 40;

#[derive(Template)]
#[template(path = "users/import/columns.html")]
struct Page {
    chrome: Chrome,
    file_name: String,
    columns: Vec<Column>,
    members: Vec<&'static str>,
    guarded: bool,
    typed: bool,
    /// Why passwords in a column of that name are not read.
    has_password: bool,
    errors: FieldErrors,
    action: String,
    again: String,
}

struct Column {
    field: String,
    name: String,
    samples: Vec<String>,
    target: String,
    error: String,
}

/// Shows the columns with what their names suggest.
pub async fn page(visit: Visit) -> PageResult {
    let Some(plan) = plan(&visit).await? else { return gone(&visit) };
    let settings = plan.settings;
    if settings.header.is_empty() {
        return render::see_other(urls::import(visit.tenant_id(), &plan.job.id));
    }
    let page = form(&visit, &plan.job.id, settings, FieldErrors::default()).await?;
    render::page(&page)
}

/// Keeps what was chosen and starts the dry run.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let Some(plan) = plan(&visit).await? else { return gone(&visit) };
    let targets = (0..plan.settings.header.len()).map(|n| fields.filled(&format!("column-{n}")).unwrap_or_default());
    let mapping = Mapping(targets.map(str::to_owned).collect());
    let (guarded, typed) = (fields.ticked("guarded"), fields.ticked("typed"));
    let (id, chosen) = (plan.job.id.clone(), mapping.clone());
    let mapped = visit.write(move |tx, context| draft::map(tx, context, &id, &chosen, guarded, typed)).await;
    match mapped {
        Ok(job) => {
            visit.app.wake_workers();
            render::see_other(urls::import(visit.tenant_id(), &job.id))
        }
        Err(Error::Invalid(errors)) => {
            let settings = Settings { mapping: mapping.0, guarded, typed, ..plan.settings };
            render::invalid(&form(&visit, &plan.job.id, settings, errors).await?)
        }
        Err(other) => Err(other.into()),
    }
}

async fn plan(visit: &Visit) -> Result<Option<Plan>, PageError> {
    let id = visit.segment("job");
    visit.read(move |tx, context| draft::find(tx, context, &id)).await
}

/// It has been started meanwhile: its job says the rest.
fn gone(visit: &Visit) -> PageResult {
    render::see_other(urls::job(visit.tenant_id(), &visit.segment("job")))
}

async fn form(visit: &Visit, id: &str, settings: Settings, errors: FieldErrors) -> Result<Page, Error> {
    let (files, read) = (visit.app.files(), settings.clone());
    let rows = web::block(move || samples(&files.join(&read.file), &read)).await.map_err(Error::internal)??;
    let column = |(n, name): (usize, &String)| {
        let field = format!("column-{n}");
        let cells = rows.iter().filter_map(|row| row.get(n)).filter(|cell| !cell.is_empty());
        Column {
            name: name.clone(),
            samples: cells.map(|cell| cell.chars().take(SHOWN).collect()).collect(),
            target: settings.mapping.get(n).cloned().unwrap_or_default(),
            error: errors.of(&field).to_owned(),
            field,
        }
    };
    Ok(Page {
        columns: settings.header.iter().enumerate().map(column).collect(),
        has_password: settings.header.iter().any(|name| name.trim().eq_ignore_ascii_case("password")),
        members: MEMBERS.into_iter().filter(|member| !member.ends_with("_metadata")).collect(),
        guarded: settings.guarded,
        typed: settings.typed,
        errors,
        action: urls::import_columns(visit.tenant_id(), id),
        again: urls::imports(visit.tenant_id()),
        file_name: settings.file_name,
        chrome: visit.chrome(),
    })
}

fn samples(path: &std::path::Path, settings: &Settings) -> Result<Vec<Vec<String>>> {
    let mut records = Records::open(path, settings.format, Place::default())?;
    let mut rows = Vec::new();
    while rows.len() < SAMPLE {
        match records.read()?.map(|record| record.body) {
            Some(Body::Cells(cells)) => rows.push(cells),
            Some(_) => {}
            None => break,
        }
    }
    Ok(rows)
}
