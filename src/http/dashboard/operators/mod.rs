//! The Operators pages: who may use the tenant, and as what.

pub mod change_role;
pub mod invite;
pub mod list;
pub mod mail_link;
pub mod remove;

use crate::error::Error;
use crate::features::operators::list as operators;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::errors::PageError;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::operator::{OperatorRole, Place};

/// A role to choose.
pub struct RoleChoice {
    pub value: &'static str,
    pub label: &'static str,
    pub meaning: &'static str,
    pub chosen: bool,
}

fn role_choices(chosen: &str) -> Vec<RoleChoice> {
    let choice = |role: OperatorRole| RoleChoice {
        value: role.as_str(),
        label: role.label(),
        meaning: role.meaning(),
        chosen: role.as_str() == chosen,
    };
    OperatorRole::ALL.into_iter().map(choice).collect()
}

/// The operator the address names.
async fn place(visit: &Visit) -> Result<Place, PageError> {
    let id = visit.segment("operator");
    visit.read(move |tx, context| operators::find(tx, context, &id)).await
}

/// Back to the list; or, for those who have just given up their own right to see it, to the way in.
fn done(visit: &Visit, id: &str, text: String) -> PageResult {
    let url = if id == visit.operator_id { urls::DASHBOARD.to_owned() } else { urls::operators(visit.tenant_id()) };
    render::done(&visit.request, url, text)
}

/// Says on the list why nothing was done.
fn refused(visit: &Visit, error: Error) -> PageResult {
    match error {
        Error::Invalid(errors) => {
            let text = errors.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join(" ");
            render::not_done(&visit.request, urls::operators(visit.tenant_id()), text)
        }
        other => Err(other.into()),
    }
}
