//! Cancel a job.

use crate::features::jobs::cancel;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Asks it to stop.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.segment("job");
    let (job, changed) = visit.write(move |tx, context| cancel::cancel(tx, context, &id)).await?;
    let text = match (changed, job.status.is_open()) {
        (true, true) => "It stops after the users it is busy with. What is done stays done.",
        (true, false) => "Cancelled before it began: nothing was changed.",
        (false, true) => "It has been asked to stop already.",
        (false, false) => "It had ended already.",
    };
    render::done(&visit.request, urls::job(visit.tenant_id(), &job.id), text)
}
