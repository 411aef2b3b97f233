//! Assign Permissions: choose an API, tick its permissions.

use crate::error::{Error, FieldErrors};
use crate::features::users::{assign_permissions, permissions};
use crate::http::dashboard::choose_permissions::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::Address;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;
use crate::model::user::UserId;

/// Asks.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    show(&visit, address.text("api").unwrap_or_default(), Vec::new(), FieldErrors::default()).await
}

async fn show(visit: &Visit, api: String, ticked: Vec<String>, errors: FieldErrors) -> PageResult {
    let id = visit.user_id();
    let (header, choice) = visit
        .read(move |tx, context| {
            permissions::assignable(tx, context, &id, Some(api.as_str()).filter(|a| !a.is_empty()))
        })
        .await?;
    let (tenant, user) = (visit.tenant_id(), &header.user);
    let question = Question {
        title: "Assign Permissions".to_owned(),
        action: urls::user_part(tenant, &user.id, "permissions/assign"),
        cancel: urls::user_part(tenant, &user.id, "permissions"),
        parent: format!("Permissions of {}", user.display_name()),
        button: "Assign Permissions",
        held: "assigned directly already",
    };
    choose_permissions::page(visit, question, choice, ticked, errors)
}

/// Assigns what is ticked.
pub async fn save(visit: Visit, form: Fields) -> PageResult {
    let (api, names) = (form.text("api").to_owned(), form.all("permission"));
    match assign(&visit, visit.user_id(), api.clone(), names.clone()).await {
        Err(Error::Invalid(errors)) => show(&visit, api, names, errors).await,
        done => done.map_err(Into::into).and_then(|(url, text)| render::done(&visit.request, url, text)),
    }
}

/// Assigns the one permission the address names (the undoing of a removal).
pub async fn one(visit: Visit) -> PageResult {
    let names = vec![visit.segment("permission")];
    let (url, text) = assign(&visit, visit.user_id(), visit.segment("api"), names).await?;
    render::done(&visit.request, url, text)
}

async fn assign(visit: &Visit, id: UserId, api: String, names: Vec<String>) -> Result<(String, String), Error> {
    let (user, new) =
        visit.write(move |tx, context| assign_permissions::assign_permissions(tx, context, &id, &api, &names)).await?;
    let text = match new.as_slice() {
        [] => "These permissions were assigned already.".to_owned(),
        [one] => format!("{one} is assigned."),
        many => format!("{} are assigned.", counted(many.len(), "permission", "permissions")),
    };
    Ok((urls::user_part(visit.tenant_id(), &user.id, "permissions"), text))
}
