//! `POST /jobs/users-imports`.

use super::JobJson;
use crate::error::Error;
use crate::features::connections::details;
use crate::features::imports::draft;
use crate::features::imports::records::Format;
use crate::features::imports::settings::{OnExisting, Settings};
use crate::http::management_api::call::{Call, NoQuery};
use crate::http::management_api::multipart::{self, File};
use crate::http::management_api::problem::Problem;
use crate::http::management_api::reply::AcceptedAs;
use crate::model::connection::Connection;
use crate::model::job::Job;
use actix_web::web;
use schemars::JsonSchema;
use serde::Deserialize;

/// The body.
#[derive(Deserialize, JsonSchema)]
pub struct Body {
    /// A JSON array of users
    users: File,
    /// Id of the connection they come into
    #[schemars(regex(pattern = r"^con_[A-Za-z0-9]{16}$"))]
    connection_id: String,
    /// Whether users who are there already are updated
    #[serde(default)]
    upsert: bool,
    /// What the program calls this import
    #[schemars(length(max = 256))]
    external_id: Option<String>,
    /// Whether the owners of the tenant get a mail when the import ends; they do unless somebody says otherwise
    send_completion_email: Option<bool>,
}

/// Starts an import.
pub async fn create(call: Call<NoQuery, Body>) -> Result<AcceptedAs<JobJson>, Problem> {
    match start(&call).await {
        Ok(job) => {
            call.app.wake_workers();
            Ok(AcceptedAs(JobJson::of(&job, Some(call.body.connection_id.clone()), call.context.now)))
        }
        Err(problem) => {
            multipart::forget(&call.app, &call.body.users.0).await;
            Err(problem)
        }
    }
}

async fn start(call: &Call<NoQuery, Body>) -> Result<Job, Problem> {
    let connection = connection(call).await?;
    let (files, upload, name) = (call.app.files(), call.body.users.0.clone(), connection.name);
    let look = web::block(move || draft::look(&files, &upload, &name)).await.map_err(Error::internal)?;
    let settings = look?;
    if settings.format == Format::Csv {
        return Err(Problem::bad_request("invalid_body", "Failed to parse users file JSON when importing users."));
    }
    let settings = Settings {
        on_existing: if call.body.upsert { OnExisting::Update } else { OnExisting::Refuse },
        external_id: call.body.external_id.clone(),
        tells_owners: call.body.send_completion_email.unwrap_or(true),
        ..settings
    };
    call.write_with(move |tx, context| draft::import(tx, context, &settings)).await
}

async fn connection(call: &Call<NoQuery, Body>) -> Result<Connection, Problem> {
    let id = call.body.connection_id.clone();
    let found = call.read_with(move |tx, context| details::settings(tx, context, &id)).await;
    let connection = found.map_err(|problem| match problem.code {
        Some("inexistent_connection") => {
            Problem::bad_request("inexistent_connection", "The connection does not exist.")
        }
        _ => problem,
    })?;
    if connection.keeps_passwords() {
        return Ok(connection);
    }
    Err(Problem::bad_request(
        "operation_not_supported",
        "Users can only be imported into databases that keep them here.",
    ))
}
