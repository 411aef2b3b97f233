//! A job as programs see it.

use crate::app::App;
use crate::features::exports::start::Settings as Export;
use crate::features::imports::settings::Settings as Import;
use crate::http::urls;
use crate::model::Timestamp;
use crate::model::export::ExportFormat;
use crate::model::iso;
use crate::model::job::{Job, JobKind, JobStatus};
use crate::model::tenant::TenantId;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What links to files are signed for.
pub(super) const PURPOSE: &str = "program-download";
/// How long such a link is good, in seconds.
const GOOD_FOR: i64 = 60;

/// A job.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Job")]
pub struct JobJson {
    id: String,
    #[serde(rename = "type")]
    kind: &'static str,
    status: &'static str,
    #[schemars(extend("format" = "date-time"))]
    created_at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    connection_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    external_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    upsert: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    limit: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<Field>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    percentage_done: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    time_left_seconds: Option<i64>,
    /// Where the file of an export is; good for a minute
    #[serde(skip_serializing_if = "Option::is_none")]
    location: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Summary>,
    #[serde(skip_serializing_if = "Option::is_none")]
    status_details: Option<String>,
}

/// What came of an import.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "JobSummary")]
struct Summary {
    total: i64,
    inserted: i64,
    updated: i64,
    failed: i64,
}

/// A field of an export.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[schemars(rename = "ExportField")]
pub struct Field {
    /// Attribute of the user, for example user_metadata.plan
    #[schemars(length(max = 100))]
    pub name: String,
    /// What the file calls it
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schemars(length(max = 100))]
    pub export_as: Option<String>,
}

impl JobJson {
    /// Of a job, and the connection it is about.
    pub fn of(job: &Job, connection_id: Option<String>, now: Timestamp) -> Self {
        let import: Option<Import> = job.parameters_as().ok().filter(|_| job.kind == JobKind::UsersImport);
        let export: Option<Export> = job.parameters_as().ok().filter(|_| job.kind == JobKind::UsersExport);
        let fields = |export: &Export| {
            let field = |f: &crate::model::export::ExportField| Field {
                name: f.name.clone(),
                export_as: (f.export_as != f.name).then(|| f.export_as.clone()),
            };
            export.fields.iter().map(field).collect()
        };
        let word = |export: &Export| if export.format == ExportFormat::Csv { "csv" } else { "json" };
        Self {
            id: job.id.clone(),
            kind: job.kind.as_str(),
            status: status(job.status),
            created_at: iso(job.created_at),
            connection_id,
            external_id: import.as_ref().and_then(|import| import.external_id.clone()),
            upsert: import.as_ref().map(|import| import.on_existing.updates()),
            format: export.as_ref().map(word),
            limit: export.as_ref().and_then(|export| export.limit),
            fields: export.as_ref().map(fields),
            percentage_done: percentage(job),
            time_left_seconds: job.seconds_left(now),
            location: None,
            summary: summary(job),
            status_details: job.failure.clone().or_else(|| cancelled(job)),
        }
    }

    /// With the address of the file, if there is one.
    pub fn with_file(mut self, app: &App, tenant: &TenantId, base: &str, job: &Job) -> Self {
        if job.kind == JobKind::UsersExport && job.result_path.is_some() {
            let until = app.now().and_utc().timestamp() + GOOD_FOR;
            let signature = app.signer.sign(PURPOSE, &signed(tenant, &job.id, until));
            let path = urls::job_file(tenant, &job.id);
            self.location = Some(format!("{base}{path}?until={until}&signature={signature}"));
        }
        self
    }
}

/// What a link's signature is made of.
pub(super) fn signed(tenant: &TenantId, job: &str, until: i64) -> String {
    format!("{tenant}/{job}/{until}")
}

/// Programs know four states.
fn status(status: JobStatus) -> &'static str {
    match status {
        JobStatus::Draft | JobStatus::Pending => "pending",
        JobStatus::Processing => "processing",
        JobStatus::Completed => "completed",
        JobStatus::Failed | JobStatus::Cancelled => "failed",
    }
}

fn cancelled(job: &Job) -> Option<String> {
    (job.status == JobStatus::Cancelled).then(|| "The job was cancelled.".to_owned())
}

fn percentage(job: &Job) -> Option<i64> {
    match job.status {
        JobStatus::Completed => Some(100),
        _ => job.total.filter(|total| *total > 0).map(|total| (job.done() * 100 / total).min(99)),
    }
}

fn summary(job: &Job) -> Option<Summary> {
    let count = |word: &str| job.summary.get(word).and_then(Value::as_i64).unwrap_or_default();
    let ended = job.finished_at.is_some() && job.kind == JobKind::UsersImport;
    ended.then(|| Summary {
        total: job.done(),
        inserted: count("inserted"),
        updated: count("updated"),
        failed: job.failed,
    })
}
