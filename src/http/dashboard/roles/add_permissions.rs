//! Add permissions to a role: choose an API, tick its permissions.

use crate::error::{Error, FieldErrors};
use crate::features::roles::{add_permissions, show};
use crate::http::dashboard::choose_permissions::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::Address;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    ask(&visit, address.text("api").unwrap_or_default(), Vec::new(), FieldErrors::default()).await
}

async fn ask(visit: &Visit, api: String, ticked: Vec<String>, errors: FieldErrors) -> PageResult {
    let id = visit.segment("role");
    let (role, choice) = visit
        .read(move |tx, context| show::addable(tx, context, &id, Some(api.as_str()).filter(|a| !a.is_empty())))
        .await?;
    let tenant = visit.tenant_id();
    let question = Question {
        title: "Add Permissions".to_owned(),
        action: urls::role_part(tenant, &role.id, "permissions/add"),
        cancel: urls::role_part(tenant, &role.id, "permissions"),
        parent: format!("Permissions of {}", role.name),
        button: "Add Permissions",
        held: "in this role already",
    };
    choose_permissions::page(visit, question, choice, ticked, errors)
}

/// Adds what is ticked.
pub async fn save(visit: Visit, form: Fields) -> PageResult {
    let (api, names) = (form.text("api").to_owned(), form.all("permission"));
    match add(&visit, api.clone(), names.clone()).await {
        Err(Error::Invalid(errors)) => ask(&visit, api, names, errors).await,
        done => done.map_err(Into::into).and_then(|(url, text)| render::done(&visit.request, url, text)),
    }
}

/// Adds the one permission the address names (the undoing of a removal).
pub async fn one(visit: Visit) -> PageResult {
    let (url, text) = add(&visit, visit.segment("api"), vec![visit.segment("permission")]).await?;
    render::done(&visit.request, url, text)
}

async fn add(visit: &Visit, api: String, names: Vec<String>) -> Result<(String, String), Error> {
    let id = visit.segment("role");
    let (role, new) =
        visit.write(move |tx, context| add_permissions::add_permissions(tx, context, &id, &api, &names)).await?;
    let text = match new.as_slice() {
        [] => "The role had these permissions already.".to_owned(),
        [one] => format!("{one} is added to {}.", role.name),
        many => format!("{} are added to {}.", counted(many.len(), "permission", "permissions"), role.name),
    };
    Ok((urls::role_part(visit.tenant_id(), &role.id, "permissions"), text))
}
