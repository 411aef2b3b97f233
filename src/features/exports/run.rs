//! The export itself: users are read by keyset and appended to the file, chunk by chunk, in constant memory. Each chunk is
//! a gzip member of its own, so that a job can go on after any of them.

use super::start::Settings;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::imports::rejects::append_bytes;
use crate::features::jobs::files;
use crate::features::jobs::selected::{self, Beginning};
use crate::features::jobs::work::{Chunk, Progress, Site, Work};
use crate::model::export::{self, Chosen, ExportFormat};
use crate::model::job::{Job, object_of};
use crate::model::operator::Right;
use crate::model::tenant::TenantId;
use crate::model::user::User;
use crate::model::user_json::user_json;
use crate::store::user_list::SEARCH_BUDGET;
use crate::store::user_selection::{Found, Stretch};
use crate::store::{Tx, identities, mfa_enrollments, user_export};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::Write;
use std::path::Path;

/// Users of one chunk.
const USERS: i64 = 2_500;

/// Where the job stands.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Cursor {
    /// Whom to write next.
    #[serde(flatten)]
    from: Beginning,
    /// How long the file is, and in which directory.
    bytes: u64,
    #[serde(default)]
    directory: String,
    users: i64,
    /// How many users there are, counted once, if that could be told in the time of a search.
    total: Option<i64>,
    #[serde(default)]
    counted: bool,
}

/// The kind.
pub struct UsersExport;

impl Work for UsersExport {
    fn chunk<'a>(&self, site: &'a Site, tenant: &'a TenantId, job: &'a Job) -> Result<Chunk<'a>> {
        let settings: Settings = job.parameters_as().map_err(Error::internal)?;
        let mut cursor: Cursor = job.cursor_as().map_err(Error::internal)?;
        let path = format!("{}.{}", job.id, settings.ending());
        is_there(&site.files, &path, &cursor)?;
        cursor.directory = files::name(&site.files)?;
        let most = settings.limit.map_or(USERS, |limit| USERS.min(limit - cursor.users));
        if !cursor.counted {
            let selection = &settings.selection;
            let counted = site.db.read(|tx| user_export::count(tx, tenant, selection, job.created_at, SEARCH_BUDGET));
            (cursor.total, cursor.counted) = (known(counted)?, true);
        }
        let read = |tx: &mut Tx, stretch: &Stretch| rows(tx, tenant, &settings, stretch);
        let (rows, next) = selected::next(&site.db, &cursor.from, job.created_at, most, read)?;
        let count = i64::try_from(rows.len()).unwrap_or_default();
        let finished = next.is_none() || settings.limit.is_some_and(|limit| cursor.users + count >= limit);
        let bytes = written(&settings, &rows, cursor.bytes == 0, cursor.users == 0, finished)?;
        (cursor.from, cursor.users) = (next.unwrap_or_default(), cursor.users + count);
        let total = cursor.total.or(finished.then_some(cursor.users));
        let total = total.map(|total| settings.limit.map_or(total, |limit| limit.min(total)).max(cursor.users));
        Ok(Box::new(move |tx, context| {
            let bytes = append_bytes(&site.files.join(&path), cursor.bytes, &bytes)?;
            if finished {
                record_end(tx, context, job, &settings, cursor.users)?;
            }
            Ok(Progress {
                cursor: object_of(&Cursor { bytes, ..cursor.clone() }).map_err(Error::internal)?,
                total,
                succeeded: count,
                outcomes: vec![("exported", count)],
                result_path: finished.then(|| path.clone()),
                finished,
                ..Progress::default()
            })
        }))
    }

    fn right(&self) -> Right {
        Right::Export
    }
}

/// Whether the file has all that was written to it: a replica that does not have it cannot go on with it.
fn is_there(directory: &Path, file: &str, cursor: &Cursor) -> Result<()> {
    let bytes = std::fs::metadata(directory.join(file)).map_or(0, |about| about.len());
    if bytes >= cursor.bytes {
        return Ok(());
    }
    files::leave_to_others(directory, &cursor.directory)?;
    Err(Error::NotFound("file"))
}

/// A number, if it could be told in time.
fn known(counted: Result<i64>) -> Result<Option<i64>> {
    match counted {
        Err(Error::TooSlow) => Ok(None),
        other => other.map(Some),
    }
}

/// Users as the file has them.
fn rows(tx: &mut Tx, tenant: &TenantId, settings: &Settings, stretch: &Stretch) -> Result<Found<Value>> {
    let Found { users, next } = user_export::after(tx, tenant, &settings.selection, stretch)?;
    let ids: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
    let wants = |part: &str| settings.fields.iter().any(|field| field.name.starts_with(part));
    let mut identities = if wants("identities") { identities::of_users(tx, tenant, &ids)? } else { Default::default() };
    let mut factors =
        if wants("multifactor") { mfa_enrollments::of_users(tx, tenant, &ids)? } else { Default::default() };
    let row = |user: &User| {
        let id = user.id.as_str();
        user_json(user, &identities.remove(id).unwrap_or_default(), &factors.remove(id).unwrap_or_default())
    };
    Ok(Found { users: users.iter().map(row).collect(), next })
}

/// A part of the file: its beginning, users of whom the first may be the first of all, its end.
fn written(settings: &Settings, rows: &[Value], begins: bool, first: bool, last: bool) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    if begins {
        match settings.format {
            ExportFormat::Csv => text.extend_from_slice(export::header(&settings.fields).as_bytes()),
            ExportFormat::Json => text.push(b'['),
            ExportFormat::Ndjson => {}
        }
    }
    for (n, row) in rows.iter().enumerate() {
        write_row(&mut text, settings, row, first && n == 0)?;
    }
    if last && settings.format == ExportFormat::Json {
        text.extend_from_slice(b"\n]\n");
    }
    if !settings.gzip || (text.is_empty() && !begins) {
        return Ok(text);
    }
    let mut gzip = GzEncoder::new(Vec::new(), Compression::fast());
    gzip.write_all(&text).and_then(|()| gzip.finish()).map_err(Error::internal)
}

fn write_row(text: &mut Vec<u8>, settings: &Settings, user: &Value, first: bool) -> Result<()> {
    let fields = settings.fields.as_slice();
    let (before, after): (&[u8], &[u8]) = match settings.format {
        ExportFormat::Csv => {
            text.extend_from_slice(export::row(user, fields).as_bytes());
            return Ok(());
        }
        ExportFormat::Ndjson => (b"", b"\n"),
        ExportFormat::Json => (if first { b"\n" } else { b",\n" }, b""),
    };
    text.extend_from_slice(before);
    serde_json::to_writer(&mut *text, &Chosen { user, fields }).map_err(Error::internal)?;
    text.extend_from_slice(after);
    Ok(())
}

/// How many users went out, and which parts of them.
fn record_end(tx: &mut Tx, context: &Context, job: &Job, settings: &Settings, users: i64) -> Result<()> {
    let fields: Vec<&str> = settings.fields.iter().map(|field| field.name.as_str()).collect();
    let whom = serde_json::to_value(&settings.selection).unwrap_or_default();
    let diff = vec![
        audit::change("exported_users", 0, users),
        audit::change("fields", Value::Null, fields.join(", ")),
        audit::change("selection", Value::Null, whom),
    ];
    audit::record(tx, context, Entry { code: "sapi", description: job.title.clone(), user: None, diff })
}
