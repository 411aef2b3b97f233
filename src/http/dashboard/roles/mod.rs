//! The Roles pages: the list, creating, and one role with its tabs.

pub mod add_permissions;
pub mod assign_users;
pub mod create;
pub mod delete;
pub mod list;
pub mod permissions;
pub mod settings;
pub mod users;

use super::section::{SectionView, Tab};
use crate::http::urls;
use crate::model::role::Role;
use crate::model::tenant::TenantId;

/// The tabs: address and words.
const TABS: [(&str, &str); 3] = [("", "Settings"), ("permissions", "Permissions"), ("users", "Users")];

fn section(tenant: &TenantId, role: &Role, tab: &str) -> SectionView {
    let href = |part: &str| {
        if part.is_empty() { urls::role(tenant, &role.id) } else { urls::role_part(tenant, &role.id, part) }
    };
    SectionView {
        parent: "Roles",
        parent_href: urls::roles(tenant),
        name: role.name.clone(),
        id: role.id.clone(),
        id_label: "role id",
        tabs: TABS.iter().map(|(t, label)| Tab { label, href: href(t), current: *t == tab }).collect(),
        tab_label: TABS.iter().find(|(t, _)| *t == tab).map_or("", |(_, label)| label),
    }
}
