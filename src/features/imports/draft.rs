//! Describing an import: the file is there, its columns are mapped, a dry run says what would happen; then it is started.

use super::records::{Body, Format, Place, Records};
use super::settings::{OnExisting, Settings};
use crate::error::{Error, FieldErrors, Result};
use crate::features::context::Context;
use crate::features::jobs::{draft, files, start};
use crate::model::connection::Connection;
use crate::model::import::mapping::Mapping;
use crate::model::job::{Job, JobKind, JobStatus, object_of};
use crate::model::paging::grouped;
use crate::store::{Tx, connections, jobs};
use std::path::Path;

/// Imports of programs that a tenant has at a time.
const AT_ONCE: i64 = 2;

/// A spooled file.
#[derive(Debug, Clone)]
pub struct Upload {
    /// Below the directory of jobs.
    pub file: String,
    pub file_name: String,
    pub bytes: u64,
}

/// An import that has not been started, with its dry run once there is one.
#[derive(Debug, Clone)]
pub struct Plan {
    pub job: Job,
    pub settings: Settings,
    pub connection: Connection,
    pub check: Option<Job>,
}

/// The connections users can be imported into: those whose users live here.
pub fn connections(tx: &mut Tx, context: &Context) -> Result<Vec<Connection>> {
    let all = connections::all(tx, &context.tenant)?;
    Ok(all.into_iter().filter(Connection::keeps_passwords).collect())
}

/// Looks into a spooled file: what it is, and for a table its columns and what they seem to mean. Needs no transaction.
pub fn look(directory: &Path, upload: &Upload, connection: &str) -> Result<Settings> {
    let path = directory.join(&upload.file);
    let format = Format::of(&path)?;
    let mut records = Records::open(&path, format, Place::default())?;
    let header = records.header().to_vec();
    let first = records.read()?;
    let guarded = match first.map(|record| record.body) {
        Some(Body::Cells(cells)) => {
            let mut texts = cells.iter().filter(|cell| cell.parse::<f64>().is_err() && !is_own(cell)).peekable();
            texts.peek().is_some() && texts.all(|cell| cell.starts_with('\''))
        }
        _ => false,
    };
    Ok(Settings {
        file: upload.file.clone(),
        directory: files::name(directory)?,
        file_name: upload.file_name.clone(),
        bytes: upload.bytes,
        format,
        connection: connection.to_owned(),
        mapping: Mapping::guess(&header).0,
        header,
        guarded,
        typed: false,
        on_existing: OnExisting::Skip,
        check: None,
        total: None,
        external_id: None,
        tells_owners: false,
    })
}

/// Cells an export leaves unguarded: nothing, true and false, and its own dates.
fn is_own(cell: &str) -> bool {
    cell.is_empty()
        || cell == "true"
        || cell == "false"
        || (cell.len() == 24 && cell.ends_with('Z') && cell.contains('T'))
}

/// Writes the draft; one that is no table goes to its dry run at once.
pub fn describe(tx: &mut Tx, context: &Context, settings: &Settings) -> Result<Job> {
    usable(tx, context, &settings.connection)?;
    let title = format!("Import {}", settings.file_name);
    let parameters = object_of(settings).map_err(Error::internal)?;
    let job = draft::draft(tx, context, JobKind::UsersImport, title, parameters)?;
    if settings.format == Format::Csv { Ok(job) } else { check(tx, context, job, settings) }
}

/// Starts an import at once, without a dry run, as programs ask for it; a tenant has a few of them at a time.
pub fn import(tx: &mut Tx, context: &Context, settings: &Settings) -> Result<Job> {
    usable(tx, context, &settings.connection)?;
    if jobs::open_of_kind(tx, &context.tenant, JobKind::UsersImport)? >= AT_ONCE {
        return Err(Error::RateLimited { retry_after: 10 });
    }
    let title = format!("Import {}", settings.file_name);
    let parameters = object_of(settings).map_err(Error::internal)?;
    let job = draft::draft(tx, context, JobKind::UsersImport, title, parameters)?;
    Ok(start::start(tx, context, &job.id)?.0)
}

fn usable(tx: &mut Tx, context: &Context, name: &str) -> Result<Connection> {
    let found = connections(tx, context)?.into_iter().find(|c| c.name == name);
    found.ok_or_else(|| Error::field("connection", "Choose a connection whose users are kept here."))
}

/// Reads a draft; none when it has been started, or is of another kind.
pub fn find(tx: &mut Tx, context: &Context, id: &str) -> Result<Option<Plan>> {
    let job = jobs::find(tx, &context.tenant, id)?;
    if job.kind != JobKind::UsersImport || job.status != JobStatus::Draft {
        return Ok(None);
    }
    let settings: Settings = job.parameters_as().map_err(Error::internal)?;
    let connection = connections::by_name(tx, &context.tenant, &settings.connection)?;
    let check = match &settings.check {
        Some(check) => Some(jobs::find(tx, &context.tenant, check)?),
        None => None,
    };
    Ok(Some(Plan { job, settings, connection, check }))
}

/// Says what the columns mean, and starts a dry run.
pub fn map(tx: &mut Tx, context: &Context, id: &str, mapping: &Mapping, guarded: bool, typed: bool) -> Result<Job> {
    let job = own(tx, context, id)?;
    let settings: Settings = job.parameters_as().map_err(Error::internal)?;
    if mapping.0.len() != settings.header.len() {
        return Err(Error::field("", "The columns of the form are not those of the file. Load the page again."));
    }
    let mut errors = FieldErrors::default();
    for (column, words) in mapping.mistakes() {
        errors.push(column.map_or_else(|| "column-0".to_owned(), |n| format!("column-{n}")), words);
    }
    errors.into_result()?;
    let settings = Settings { mapping: mapping.0.clone(), guarded, typed, ..settings };
    check(tx, context, job, &settings)
}

/// A draft of the operator who asks: it acts in their name.
fn own(tx: &mut Tx, context: &Context, id: &str) -> Result<Job> {
    let job = jobs::find_for_update(tx, &context.tenant, id)?;
    if job.kind != JobKind::UsersImport || job.status != JobStatus::Draft {
        return Err(Error::Conflict);
    }
    if !job.is_of(&context.actor) {
        let words = format!("Only {}, who uploaded this file, can go on with it.", job.created_by_name);
        return Err(Error::Forbidden(words));
    }
    Ok(job)
}

/// Starts a dry run; a former one counts no more.
fn check(tx: &mut Tx, context: &Context, job: Job, settings: &Settings) -> Result<Job> {
    let parameters = object_of(settings).map_err(Error::internal)?;
    let title = format!("Dry run of {}", settings.file_name);
    let check = draft::draft(tx, context, JobKind::UsersImportCheck, title, parameters)?;
    start::start(tx, context, &check.id)?;
    let settings = Settings { check: Some(check.id), ..settings.clone() };
    let job = Job { parameters: object_of(&settings).map_err(Error::internal)?, ..job };
    jobs::update(tx, &context.tenant, &job)?;
    Ok(job)
}

/// Starts the import, after its dry run. Safe to repeat.
pub fn begin(tx: &mut Tx, context: &Context, id: &str, on_existing: OnExisting) -> Result<(Job, bool)> {
    let job = jobs::find(tx, &context.tenant, id)?;
    if job.status != JobStatus::Draft {
        return start::start(tx, context, id);
    }
    let job = own(tx, context, id)?;
    let settings: Settings = job.parameters_as().map_err(Error::internal)?;
    let check = match &settings.check {
        Some(check) => jobs::find(tx, &context.tenant, check)?,
        None => return Err(Error::field("", "The dry run comes first.")),
    };
    if check.status != JobStatus::Completed {
        return Err(Error::field("", "The dry run has not ended yet."));
    }
    if on_existing == OnExisting::Stop && check.skipped > 0 {
        let words = format!("{} of the users are there already, so this would stop at once.", grouped(check.skipped));
        return Err(Error::field("on_existing", words));
    }
    let settings = Settings { on_existing, total: Some(check.done()), ..settings };
    let job = Job { parameters: object_of(&settings).map_err(Error::internal)?, ..job };
    jobs::update(tx, &context.tenant, &job)?;
    start::start(tx, context, id)
}
