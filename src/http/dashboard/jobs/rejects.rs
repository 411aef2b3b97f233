//! The users an import could not take, as a file in the form they came in, with the reasons.

use crate::error::{Error, Result};
use crate::features::imports::rejects::{self, Reject, Report};
use crate::features::imports::settings::Settings;
use crate::features::jobs::list;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::download::{self, Pieces};
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::job::JobKind;

/// About how many bytes one piece has.
const PIECE: usize = 64 * 1024;

/// Sends the file; a job of another kind has none, and is shown instead.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("job");
    let job = visit.read(move |tx, context| list::find(tx, context, &id)).await?;
    if !matches!(job.kind, JobKind::UsersImport | JobKind::UsersImportCheck) {
        return render::see_other(urls::job(visit.tenant_id(), &job.id));
    }
    let settings: Settings = job.parameters_as().map_err(Error::internal)?;
    let read = rejects::read(&rejects::path(&visit.app.files(), &job.id))?;
    let name = format!("{}-rejects.{}", job.id, settings.format.as_str());
    let content_type = match settings.format.as_str() {
        "csv" => "text/csv; charset=utf-8",
        "json" => "application/json",
        _ => "application/x-ndjson",
    };
    Ok(download::file(&name, content_type, pieces(settings, read)))
}

fn pieces(settings: Settings, mut read: impl Iterator<Item = Result<Reject>> + Send + 'static) -> Pieces {
    let mut report = Report::new(&settings);
    let mut text = report.begin(&settings);
    let mut ended = false;
    Box::new(move || {
        while !ended && text.len() < PIECE {
            match read.next() {
                Some(reject) => text.push_str(&report.user(&reject?)),
                None => {
                    ended = true;
                    text.push_str(report.end());
                }
            }
        }
        let piece = std::mem::take(&mut text).into_bytes();
        Ok((!piece.is_empty()).then_some(piece))
    })
}
