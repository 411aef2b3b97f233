//! Export Users: whom, which fields, which form; then a job writes the file.

use super::list;
use crate::error::{Error, FieldErrors};
use crate::features::exports::start::{self, SAMPLE, Selection, Settings};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::Address;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::export::ExportFormat;
use askama::Template;

#[derive(Template)]
#[template(path = "users/export.html")]
struct Page {
    chrome: Chrome,
    /// Whether the list that led here was narrowed by anything.
    filtered: bool,
    typed: Typed,
    formats: Vec<(&'static str, &'static str, &'static str, bool)>,
    usual: String,
    errors: FieldErrors,
    action: String,
    list: String,
    users_href: String,
}

#[derive(Default)]
struct Typed {
    list: String,
    everyone: bool,
    format: String,
    fields: String,
    gzip: bool,
    sample: bool,
}

/// Shows the form.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let asked = address.get("list").unwrap_or_default();
    let list = list::query_of(asked).map(|_| asked.to_owned()).unwrap_or_default();
    if list.len() < asked.len() {
        address.refuse("list", "the address of a list of users");
    }
    let typed = Typed { list, format: ExportFormat::Ndjson.as_str().into(), gzip: true, ..Typed::default() };
    render::page(&form(&visit, typed, FieldErrors::default()))
}

/// Starts the job.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let typed = Typed {
        list: fields.text("list").to_owned(),
        everyone: fields.text("whom") == "everyone",
        format: fields.text("format").to_owned(),
        fields: fields.text("fields").to_owned(),
        gzip: fields.ticked("gzip"),
        sample: fields.ticked("sample"),
    };
    let settings = match settings(&typed) {
        Ok(settings) => settings,
        Err(errors) => return render::invalid(&form(&visit, typed, errors)),
    };
    match visit.write(move |tx, context| start::export(tx, context, &settings)).await {
        Ok(job) => {
            visit.app.wake_workers();
            render::see_other(urls::job(visit.tenant_id(), &job.id))
        }
        Err(Error::Invalid(errors)) => render::invalid(&form(&visit, typed, errors)),
        Err(other) => Err(other.into()),
    }
}

fn settings(typed: &Typed) -> Result<Settings, FieldErrors> {
    let Some(format) = ExportFormat::parse(&typed.format) else {
        return Err(FieldErrors::one("format", "Choose a form."));
    };
    let address = if typed.everyone { "" } else { typed.list.as_str() };
    let Some(query) = list::query_of(address) else {
        return Err(FieldErrors::one(
            "",
            "The list you came from cannot be read. Export everyone, or begin at the list again.",
        ));
    };
    Ok(Settings {
        selection: Selection::Matching(Box::new(query)),
        format,
        fields: start::read_fields(&typed.fields, format)?,
        gzip: typed.gzip,
        limit: typed.sample.then_some(SAMPLE),
    })
}

fn form(visit: &Visit, typed: Typed, errors: FieldErrors) -> Page {
    let tenant = visit.tenant_id();
    let format = |format: ExportFormat| {
        let (label, hint) = match format {
            ExportFormat::Ndjson => ("NDJSON", "One JSON object a line; for any number of users."),
            ExportFormat::Json => ("JSON", "One list; can be imported again as it is."),
            ExportFormat::Csv => ("CSV", "A table; texts begin with an apostrophe, so that no spreadsheet runs them."),
        };
        (format.as_str(), label, hint, format.as_str() == typed.format)
    };
    let usual = start::default_fields(ExportFormat::parse(&typed.format).unwrap_or(ExportFormat::Ndjson));
    Page {
        filtered: list::query_of(&typed.list).is_none_or(|query| query.is_filtered()),
        formats: ExportFormat::ALL.into_iter().map(format).collect(),
        usual: usual.join(", "),
        errors,
        action: urls::export(tenant, ""),
        list: typed.list.clone(),
        users_href: urls::users(tenant),
        chrome: visit.chrome(),
        typed,
    }
}
