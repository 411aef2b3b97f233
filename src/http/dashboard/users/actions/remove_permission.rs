//! Remove a direct permission.

use crate::features::users::remove_permission;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Removes it, and offers to undo it.
pub async fn save(visit: Visit) -> PageResult {
    let (id, api, name) = (visit.user_id(), visit.segment("api"), visit.segment("permission"));
    let (user, permission, changed) =
        visit.write(move |tx, context| remove_permission::remove_permission(tx, context, &id, &api, &name)).await?;
    let tenant = visit.tenant_id();
    let url = urls::user_part(tenant, &user.id, "permissions");
    if !changed {
        return render::done(&visit.request, url, format!("{} was not assigned directly.", permission.name));
    }
    let undo = urls::user_permission(tenant, &user.id, &permission.resource_server_id, &permission.name, "assign");
    render::done_with_undo(&visit.request, url, format!("{} is no longer assigned directly.", permission.name), undo)
}
