//! One mail with a link that verifies a user's address, as a job, so that programs can see what came of it.

use super::work::{Chunk, Progress, Site, Work};
use super::{draft, start};
use crate::error::{Error, Result};
use crate::features::context::Context;
use crate::features::users::send_verification_email::{Link, send_verification_email};
use crate::features::users::ticket;
use crate::model::job::{Job, JobKind, object_of};
use crate::model::operator::Right;
use crate::model::tenant::TenantId;
use crate::model::user::UserId;
use crate::store::{Tx, applications, tenants, users};
use serde::{Deserialize, Serialize};

/// Whom it goes to.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Parameters {
    user_id: UserId,
    /// The application that people go on to afterwards.
    #[serde(default)]
    client_id: Option<String>,
}

/// Starts the job; people go on to the application `client` afterwards.
pub fn begin(tx: &mut Tx, context: &Context, user: &UserId, client: Option<&str>) -> Result<Job> {
    let user = users::find(tx, &context.tenant, user)?;
    if let Some(client) = client {
        applications::find(tx, &context.tenant, client)?;
    }
    let title = format!("Send a verification email to {}", user.display_name());
    let parameters =
        object_of(&Parameters { user_id: user.id, client_id: client.map(str::to_owned) }).map_err(Error::internal)?;
    let job = draft::draft(tx, context, JobKind::VerificationEmail, title, parameters)?;
    Ok(start::start(tx, context, &job.id)?.0)
}

/// The kind.
pub struct VerificationEmail;

impl Work for VerificationEmail {
    fn chunk<'a>(&self, site: &'a Site, tenant: &'a TenantId, job: &'a Job) -> Result<Chunk<'a>> {
        let Parameters { user_id, client_id } = job.parameters_as().map_err(Error::internal)?;
        let name = site.db.read(|tx| tenants::find(tx, tenant))?.name;
        // The secret is made here and stands in the mail alone.
        let mut link = Link::new(tenant, &name, |secret| (site.verification_url)(secret));
        Ok(Box::new(move |tx, context| {
            link.leads_to = ticket::login_page(tx, context, client_id.as_deref())?;
            send_verification_email(tx, context, &user_id, &link)?;
            Ok(Progress { total: Some(1), succeeded: 1, finished: true, ..Progress::default() })
        }))
    }

    fn right(&self) -> Right {
        Right::ManageUsers
    }

    fn scope(&self) -> &'static str {
        "update:users"
    }
}
