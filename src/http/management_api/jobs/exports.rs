//! `POST /jobs/users-exports`.

use super::JobJson;
use super::json::Field;
use crate::error::{Error, FieldErrors};
use crate::features::connections::details;
use crate::features::exports::start::{self, Settings};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::Done;
use crate::model::export::{ExportField, ExportFormat};
use schemars::JsonSchema;
use serde::Deserialize;

/// The body.
#[derive(Deserialize, JsonSchema)]
pub struct Body {
    /// Id of the connection whose users are meant; those of all connections if none is named
    #[schemars(regex(pattern = r"^con_[A-Za-z0-9]{16}$"))]
    connection_id: Option<String>,
    /// Form of the file
    format: Option<FileFormat>,
    /// Most users
    #[schemars(range(min = 1))]
    limit: Option<i64>,
    /// What is told of each user
    fields: Option<Vec<Field>>,
}

/// Forms of files; JSON is one object a line.
#[derive(Debug, Clone, Copy, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
enum FileFormat {
    Json,
    Csv,
}

/// Starts an export.
pub async fn create(call: Call<NoQuery, Body>) -> Result<Done<JobJson>, Problem> {
    let body = &call.body;
    let format = match body.format {
        Some(FileFormat::Csv) => ExportFormat::Csv,
        Some(FileFormat::Json) | None => ExportFormat::Ndjson,
    };
    let fields = fields(body.fields.as_deref().unwrap_or_default(), format).map_err(Error::Invalid)?;
    let (limit, connection) = (body.limit, body.connection_id.clone());
    let started = call.write(move |tx, context| {
        let name = match &connection {
            Some(id) => Some(details::settings(tx, context, id)?.name),
            None => None,
        };
        let (selection, fields) = (start::of_connection(name), fields.clone());
        start::export(tx, context, &Settings { selection, format, fields, gzip: true, limit })
    });
    let job = started.await.map_err(|error| match error {
        Error::NotFound("connection") => {
            Problem::bad_request("inexistent_connection", "The connection does not exist.")
        }
        other => other.into(),
    })?;
    call.app.wake_workers();
    Ok(Done(JobJson::of(&job, call.body.connection_id.clone(), call.context.now)))
}

/// The fields by the rules of their form.
fn fields(sent: &[Field], format: ExportFormat) -> Result<Vec<ExportField>, FieldErrors> {
    let line = |Field { name, export_as }: &Field| {
        let parts = [Some(name), export_as.as_ref()];
        if parts.iter().flatten().any(|part| part.contains(['=', '\n', '\r'])) {
            return Err(FieldErrors::one("fields", format!("“{name}” is no name of a field.")));
        }
        Ok(export_as.as_ref().map_or_else(|| name.clone(), |export_as| format!("{name} = {export_as}")))
    };
    let lines = sent.iter().map(line).collect::<Result<Vec<_>, _>>()?;
    start::read_fields(&lines.join("\n"), format)
}
