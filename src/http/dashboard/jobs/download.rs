//! The file of an export, for who started it: the link on the job's page is good for a minute and renewed with the page.

use crate::app::App;
use crate::error::Error;
use crate::features::jobs::list;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::download;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::Timestamp;
use crate::model::job::{Job, JobKind};
use crate::model::tenant::TenantId;
use actix_web::web;

const PURPOSE: &str = "download";
/// How long a link is good, in seconds.
const GOOD_FOR: i64 = 60;

/// A link to the file, good for a minute; empty when there is no file, or it is somebody else's.
pub fn link(app: &App, tenant: &TenantId, operator: &str, job: &Job, now: Timestamp) -> String {
    if job.kind != JobKind::UsersExport || job.result_path.is_none() || job.created_by != operator {
        return String::new();
    }
    let until = now.and_utc().timestamp() + GOOD_FOR;
    let signature = app.signer.sign(PURPOSE, &signed(tenant, operator, &job.id, until));
    format!("{}?until={until}&signature={signature}", urls::job_part(tenant, &job.id, "download"))
}

fn signed(tenant: &TenantId, operator: &str, job: &str, until: i64) -> String {
    format!("{tenant}/{operator}/{job}/{until}")
}

/// Sends the file; a job that has none is shown instead.
pub async fn page(visit: Visit, query: web::Query<Vec<(String, String)>>) -> PageResult {
    let get = |name: &str| query.iter().find(|(n, _)| n == name).map_or("", |(_, v)| v.as_str());
    let (id, tenant) = (visit.segment("job"), visit.tenant_id().clone());
    let wanted = id.clone();
    let job = visit.read(move |tx, context| list::find(tx, context, &wanted)).await?;
    let Some(path) = job.result_path.as_deref().filter(|_| job.kind == JobKind::UsersExport) else {
        return render::see_other(urls::job(&tenant, &job.id));
    };
    let until: i64 = get("until").parse().unwrap_or_default();
    let text = signed(&tenant, &visit.operator_id, &job.id, until);
    if !visit.app.signer.verify(PURPOSE, &text, get("signature")) {
        return Err(Error::Forbidden("This link is not yours; open the job, where yours is.".into()).into());
    }
    if until < visit.now().and_utc().timestamp() {
        let words = "That link was good for a minute, which is over. Here is a new one.";
        return render::not_done(&visit.request, urls::job(&tenant, &id), words);
    }
    let stem = format!("{tenant}-users-{}", visit.now().format("%Y%m%d"));
    Ok(download::stored(&visit.app.files().join(path), &stem)?)
}
