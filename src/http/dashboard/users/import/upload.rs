//! The first step of an import: a connection and a file.

use crate::error::{Error, FieldErrors};
use crate::features::imports::draft;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::upload::{Upload, Uploaded};
use crate::http::urls;
use crate::model::connection::Connection;
use crate::model::job::Job;
use crate::model::paging::grouped;
use actix_web::web;
use askama::Template;

#[derive(Template)]
#[template(path = "users/import/upload.html")]
struct Page {
    chrome: Chrome,
    connections: Vec<Connection>,
    /// Name of the one that is chosen.
    chosen: String,
    errors: FieldErrors,
    limit: String,
    action: String,
    users_href: String,
    connections_href: String,
}

/// Shows the form.
pub async fn page(visit: Visit) -> PageResult {
    let connections = visit.read(draft::connections).await?;
    render::page(&form(&visit, connections, "", FieldErrors::default()))
}

/// Keeps the file, looks into it, and goes on to its columns or its dry run.
pub async fn save(visit: Visit, fields: Fields, uploaded: Uploaded) -> PageResult {
    let connection = fields.text("connection").to_owned();
    let described = match uploaded.take() {
        Ok(upload) => describe(&visit, &upload, &connection).await,
        Err(errors) => Err(errors.into()),
    };
    let errors = match described {
        Ok(job) => {
            visit.app.wake_workers();
            return render::see_other(urls::import(visit.tenant_id(), &job.id));
        }
        Err(Error::Invalid(errors)) => errors,
        Err(other) => return Err(other.into()),
    };
    let connections = visit.read(draft::connections).await?;
    render::invalid(&form(&visit, connections, &connection, errors))
}

/// A file that leads to no draft is thrown away.
async fn describe(visit: &Visit, upload: &Upload, connection: &str) -> Result<Job, Error> {
    let (files, looked_at, name) = (visit.app.files(), upload.clone(), connection.to_owned());
    let look = web::block(move || draft::look(&files, &looked_at, &name)).await.map_err(Error::internal)?;
    let described = match look {
        Ok(settings) => visit.write(move |tx, context| draft::describe(tx, context, &settings)).await,
        Err(error) => Err(error),
    };
    if described.is_err() {
        let path = visit.app.files().join(&upload.file);
        drop(web::block(move || std::fs::remove_file(path)).await);
    }
    described
}

fn form(visit: &Visit, connections: Vec<Connection>, chosen: &str, errors: FieldErrors) -> Page {
    let tenant = visit.tenant_id();
    Page {
        connections,
        chosen: chosen.to_owned(),
        errors,
        limit: format!("{} MB", grouped((visit.app.config.import_limit / 1_000_000) as i64)),
        action: urls::imports(tenant),
        users_href: urls::users(tenant),
        connections_href: urls::connections(tenant),
        chrome: visit.chrome(),
    }
}
