//! Assign roles from the drop-down.

use super::super::tabs;
use crate::error::Error;
use crate::features::users::assign_roles;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Assigns the chosen roles.
pub async fn save(visit: Visit, form: Fields) -> PageResult {
    let roles = form.all("role").into_iter().filter(|r| !r.is_empty()).collect();
    match assign(&visit, roles).await {
        Err(Error::Invalid(errors)) => tabs::roles::again(&visit, errors).await,
        Err(other) => Err(other.into()),
        Ok(done) => answer(&visit, done),
    }
}

/// Assigns the one role the address names (the undoing of a removal).
pub async fn one(visit: Visit) -> PageResult {
    let done = assign(&visit, vec![visit.segment("role")]).await?;
    answer(&visit, done)
}

/// The text, and what undoes it.
type Done = (String, Option<String>);

async fn assign(visit: &Visit, roles: Vec<String>) -> Result<Done, Error> {
    let id = visit.user_id();
    let (user, new) = visit.write(move |tx, context| assign_roles::assign_roles(tx, context, &id, &roles)).await?;
    let name = user.display_name();
    Ok(match new.as_slice() {
        [] => (format!("{name} had this role already."), None),
        [role] => {
            let undo = urls::user_role(visit.tenant_id(), &user.id, &role.id, "remove");
            (format!("{name} now has the role {}.", role.name), Some(undo))
        }
        many => {
            let names: Vec<_> = many.iter().map(|r| r.name.as_str()).collect();
            (format!("{name} now has the roles {}.", names.join(", ")), None)
        }
    })
}

fn answer(visit: &Visit, (text, undo): Done) -> PageResult {
    let url = urls::user_part(visit.tenant_id(), &visit.user_id(), "roles");
    match undo {
        Some(undo) => render::done_with_undo(&visit.request, url, text, undo),
        None => render::done(&visit.request, url, text),
    }
}
