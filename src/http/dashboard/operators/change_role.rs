//! Change an operator's role.

use super::{RoleChoice, place, role_choices};
use crate::error::{Error, FieldErrors};
use crate::features::operators::change_role;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::operator::{OperatorRole, Place};
use askama::Template;

#[derive(Template)]
#[template(path = "operators/change_role.html")]
struct Page {
    chrome: Chrome,
    name: String,
    is_me: bool,
    roles: Vec<RoleChoice>,
    errors: FieldErrors,
    action: String,
    cancel: String,
}

fn form(visit: &Visit, place: &Place, role: &str, errors: FieldErrors) -> Page {
    let (tenant, operator) = (visit.tenant_id(), &place.operator);
    Page {
        chrome: visit.chrome(),
        name: operator.name.clone(),
        is_me: operator.id == visit.operator_id,
        roles: role_choices(role),
        errors,
        action: urls::operator_part(tenant, &operator.id, "change-role"),
        cancel: urls::operators(tenant),
    }
}

/// Shows the roles.
pub async fn page(visit: Visit) -> PageResult {
    let place = place(&visit).await?;
    render::page(&form(&visit, &place, place.role.as_str(), FieldErrors::default()))
}

/// Changes the role, unless it is the last owner's.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let typed = fields.text("role");
    let Some(role) = OperatorRole::parse(typed) else {
        let place = place(&visit).await?;
        return render::invalid(&form(&visit, &place, typed, FieldErrors::one("role", "Choose a role.")));
    };
    let id = visit.segment("operator");
    match visit.write(move |tx, context| change_role::change_role(tx, context, &id, role)).await {
        Ok((place, changed)) => {
            let id = if role == OperatorRole::Owner { "" } else { place.operator.id.as_str() };
            let now = if changed { "is now" } else { "was already" };
            super::done(&visit, id, format!("{} {now} {}.", place.operator.name, role.with_article()))
        }
        Err(Error::Invalid(errors)) => {
            let place = place(&visit).await?;
            render::invalid(&form(&visit, &place, typed, errors))
        }
        Err(other) => Err(other.into()),
    }
}
