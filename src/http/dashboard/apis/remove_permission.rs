//! Remove a permission from an API.

use crate::features::resource_servers::{remove_permission, show};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let (id, name) = (visit.segment("api"), visit.segment("permission"));
    let (api, used) = visit.read(move |tx, context| show::permission(tx, context, &id, &name)).await?;
    let tenant = visit.tenant_id();
    let roles: Vec<_> = used.roles.iter().map(|r| r.1.as_str()).collect();
    let users = usize::try_from(used.users).unwrap_or_default();
    let from_roles = match roles.as_slice() {
        [] => "No role has it.".to_owned(),
        [one] => format!("The role {one} loses it."),
        many => format!("{} roles lose it: {}.", many.len(), many.join(", ")),
    };
    let from_users = match users {
        0 => "Nobody has it directly.".to_owned(),
        n => format!("{} it as a direct assignment.", counted(n, "user loses", "users lose")),
    };
    confirm::page(
        &visit,
        Question {
            title: "Remove Permission".to_owned(),
            text: format!("{} is removed from {}. This cannot be undone.", used.permission.name, api.name),
            consequences: vec![from_roles, from_users],
            button: "Yes, Remove It",
            action: urls::api_permission(tenant, &api.id, &used.permission.name, "remove"),
            cancel: urls::api_part(tenant, &api.id, "permissions"),
            parent: api.name,
            area: "APIs",
            danger: true,
        },
    )
}

/// Removes.
pub async fn save(visit: Visit) -> PageResult {
    let (id, name) = (visit.segment("api"), visit.segment("permission"));
    let label = name.clone();
    let (api, removed) =
        visit.write(move |tx, context| remove_permission::remove_permission(tx, context, &id, &name)).await?;
    let text = if removed { format!("{label} is removed.") } else { format!("{label} was removed already.") };
    render::done(&visit.request, urls::api_part(visit.tenant_id(), &api.id, "permissions"), text)
}
