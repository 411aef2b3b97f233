//! The export itself: users are read by keyset and appended to the file, chunk by chunk, in constant memory. Each chunk is
//! a gzip member of its own, so that a job can go on after any of them.

use super::start::Settings;
use crate::error::{Error, Result};
use crate::features::audit::{self, Entry};
use crate::features::context::Context;
use crate::features::imports::rejects::append_bytes;
use crate::features::jobs::work::{Chunk, Progress, Site, Work};
use crate::model::Timestamp;
use crate::model::export::{self, Chosen, ExportFormat};
use crate::model::job::{Job, object_of};
use crate::model::operator::Right;
use crate::model::tenant::TenantId;
use crate::model::user::{User, UserId};
use crate::model::user_json::user_json;
use crate::store::{Tx, identities, mfa_enrollments, user_export};
use flate2::Compression;
use flate2::write::GzEncoder;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::io::Write;

/// Users of one chunk.
const USERS: i64 = 2_500;

/// Where the job stands.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Cursor {
    /// The user written last.
    last: Option<(Timestamp, String)>,
    /// How long the file is.
    bytes: u64,
    users: i64,
    /// How many users there are, counted once.
    total: Option<i64>,
}

/// The kind.
pub struct UsersExport;

impl Work for UsersExport {
    fn chunk<'a>(&self, site: &'a Site, tenant: &'a TenantId, job: &'a Job) -> Result<Chunk<'a>> {
        let settings: Settings = job.parameters_as().map_err(Error::internal)?;
        let mut cursor: Cursor = job.cursor_as().map_err(Error::internal)?;
        let most = settings.limit.map_or(USERS, |limit| USERS.min(limit - cursor.users));
        let (rows, total) = site.db.read(|tx| {
            let total = match cursor.total {
                Some(total) => total,
                None => user_export::count(tx, tenant, &settings.selection, job.created_at)?,
            };
            Ok((rows(tx, tenant, &settings, job, cursor.last.as_ref(), most)?, total))
        })?;
        let count = i64::try_from(rows.len()).unwrap_or_default();
        let finished = count < most || settings.limit.is_some_and(|limit| cursor.users + count >= limit);
        let bytes = written(&settings, &rows, cursor.users == 0, finished)?;
        cursor.last = rows.last().map(|row| (row.created_at, row.id.as_str().to_owned())).or(cursor.last);
        (cursor.users, cursor.total) = (cursor.users + count, Some(total));
        let path = format!("{}.{}", job.id, settings.ending());
        Ok(Box::new(move |tx, context| {
            let bytes = append_bytes(&site.files.join(&path), cursor.bytes, &bytes)?;
            if finished {
                record_end(tx, context, job, &settings, cursor.users)?;
            }
            Ok(Progress {
                cursor: object_of(&Cursor { bytes, ..cursor.clone() }).map_err(Error::internal)?,
                total: Some(settings.limit.map_or(total, |limit| limit.min(total)).max(cursor.users)),
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

/// A user as the file has it.
struct Row {
    id: UserId,
    created_at: Timestamp,
    json: Value,
}

fn rows(
    tx: &mut Tx,
    tenant: &TenantId,
    settings: &Settings,
    job: &Job,
    last: Option<&(Timestamp, String)>,
    most: i64,
) -> Result<Vec<Row>> {
    let users = user_export::after(tx, tenant, &settings.selection, job.created_at, last, most)?;
    let ids: Vec<&str> = users.iter().map(|user| user.id.as_str()).collect();
    let wants = |part: &str| settings.fields.iter().any(|field| field.name.starts_with(part));
    let mut identities = if wants("identities") { identities::of_users(tx, tenant, &ids)? } else { Default::default() };
    let mut factors =
        if wants("multifactor") { mfa_enrollments::of_users(tx, tenant, &ids)? } else { Default::default() };
    let row = |user: User| Row {
        json: user_json(
            &user,
            &identities.remove(user.id.as_str()).unwrap_or_default(),
            &factors.remove(user.id.as_str()).unwrap_or_default(),
        ),
        created_at: user.created_at,
        id: user.id,
    };
    Ok(users.into_iter().map(row).collect())
}

fn written(settings: &Settings, rows: &[Row], first: bool, last: bool) -> Result<Vec<u8>> {
    let mut text = Vec::new();
    if first {
        match settings.format {
            ExportFormat::Csv => text.extend_from_slice(export::header(&settings.fields).as_bytes()),
            ExportFormat::Json => text.push(b'['),
            ExportFormat::Ndjson => {}
        }
    }
    for (n, row) in rows.iter().enumerate() {
        write_row(&mut text, settings, &row.json, first && n == 0)?;
    }
    if last && settings.format == ExportFormat::Json {
        text.extend_from_slice(b"\n]\n");
    }
    if !settings.gzip {
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
