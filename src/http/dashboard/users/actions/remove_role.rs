//! Remove a role from a user.

use crate::features::users::remove_role;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Removes it, and offers to undo it.
pub async fn save(visit: Visit) -> PageResult {
    let (id, role) = (visit.user_id(), visit.segment("role"));
    let (user, role, changed) =
        visit.write(move |tx, context| remove_role::remove_role(tx, context, &id, &role)).await?;
    let (tenant, name) = (visit.tenant_id(), user.display_name());
    let url = urls::user_part(tenant, &user.id, "roles");
    if !changed {
        return render::done(&visit.request, url, format!("{name} did not have the role {}.", role.name));
    }
    let undo = urls::user_role(tenant, &user.id, &role.id, "assign");
    render::done_with_undo(&visit.request, url, format!("{name} no longer has the role {}.", role.name), undo)
}
