//! Delete an API.

use crate::features::resource_servers::{delete, show};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("api");
    let (api, uses) = visit.read(move |tx, context| show::show(tx, context, &id)).await?;
    let tenant = visit.tenant_id();
    let number = |n: i64, one, many| counted(usize::try_from(n).unwrap_or_default(), one, many);
    confirm::page(
        &visit,
        Question {
            title: "Delete API".to_owned(),
            text: format!("{} ({}) is deleted. This cannot be undone.", api.name, api.identifier),
            consequences: vec![
                format!("Its {} with it.", number(uses.permissions, "permission goes", "permissions go")),
                format!("{} some of theirs.", number(uses.roles, "role loses", "roles lose")),
                format!(
                    "{}.",
                    number(uses.assignments, "direct assignment to a user ends", "direct assignments to users end")
                ),
            ],
            button: "Yes, Delete It",
            action: urls::api_part(tenant, &api.id, "delete"),
            cancel: urls::api(tenant, &api.id),
            parent: api.name,
            area: "APIs",
            danger: true,
        },
    )
}

/// Deletes.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.segment("api");
    let api = visit.write(move |tx, context| delete::delete(tx, context, &id)).await?;
    let text = api.map_or("This API was deleted already.".to_owned(), |a| format!("{} is deleted.", a.name));
    render::done(&visit.request, urls::apis(visit.tenant_id()), text)
}
