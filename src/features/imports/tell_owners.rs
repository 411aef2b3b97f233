//! A mail to the owners of the tenant when an import ends that was asked to say so.

use super::settings::Settings;
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::jobs::work::Site;
use crate::mail::import_ended::{Counts, ImportEnded};
use crate::mail::{self, Envelope};
use crate::model::job::{Job, JobStatus};
use crate::store::{Tx, operator_list, tenants};
use serde_json::Value;

/// Queues a mail to each owner.
pub fn tell_owners(tx: &mut Tx, context: &Context, site: &Site, job: &Job) -> Result<()> {
    let settings: Settings = job.parameters_as().map_err(Error::internal)?;
    if !settings.tells_owners {
        return Ok(());
    }
    let tenant = tenants::find(tx, &context.tenant)?;
    let link = (site.job_url)(&context.tenant, &job.id);
    let count = |word: &str| job.summary.get(word).and_then(Value::as_i64).unwrap_or_default();
    let counts = Counts { inserted: count("inserted"), updated: count("updated"), failed: job.failed };
    let failure = match job.status {
        JobStatus::Cancelled => Some("It was cancelled."),
        _ => job.failure.as_deref(),
    };
    for owner in operator_list::all_owners(tx, &context.tenant)? {
        let message = ImportEnded {
            tenant: &tenant.name,
            name: &owner.name,
            connection: &settings.connection,
            counts,
            failure,
            link: &link,
        };
        let envelope = Envelope {
            tenant: &context.tenant,
            id: context.ids.prefixed("mail"),
            user: None,
            recipient: &owner.email,
            at: context.now,
        };
        mail::queue(tx, envelope, message.render()?)?;
    }
    Ok(())
}
