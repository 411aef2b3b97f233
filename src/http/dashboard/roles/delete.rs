//! Delete a role.

use crate::features::roles::{delete, show};
use crate::http::dashboard::confirm::{self, Question};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.segment("role");
    let (role, users) = visit.read(move |tx, context| show::show(tx, context, &id)).await?;
    let tenant = visit.tenant_id();
    let losing = counted(usize::try_from(users).unwrap_or_default(), "user loses", "users lose");
    confirm::page(
        &visit,
        Question {
            title: "Delete Role".to_owned(),
            text: format!("The role {} is deleted. This cannot be undone.", role.name),
            consequences: vec![format!("{losing} this role and the permissions that come only through it.")],
            button: "Yes, Delete It",
            action: urls::role_part(tenant, &role.id, "delete"),
            cancel: urls::role(tenant, &role.id),
            parent: role.name,
            area: "Roles",
            danger: true,
        },
    )
}

/// Deletes.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.segment("role");
    let role = visit.write(move |tx, context| delete::delete(tx, context, &id)).await?;
    let text = role.map_or("This role was deleted already.".to_owned(), |r| format!("The role {} is deleted.", r.name));
    render::done(&visit.request, urls::roles(visit.tenant_id()), text)
}
