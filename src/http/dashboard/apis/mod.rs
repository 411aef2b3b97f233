//! The APIs pages: the list, creating, and one API with its tabs.

pub mod create;
pub mod delete;
pub mod edit_permission;
pub mod explorer;
pub mod list;
pub mod permissions;
pub mod programs;
pub mod remove_permission;
pub mod settings;

use super::section::{SectionView, Tab};
use crate::http::urls;
use crate::model::resource_server::ResourceServer;
use crate::model::tenant::TenantId;

/// The tabs: address and words.
const TABS: [(&str, &str); 2] = [("", "Settings"), ("permissions", "Permissions")];

/// What the Management API has besides: programs are let in here, and can be tried.
const OWN_TABS: [(&str, &str); 2] = [("programs", "Machine to machine"), ("explorer", "Explorer")];

fn section(tenant: &TenantId, api: &ResourceServer, tab: &str) -> SectionView {
    let href =
        |part: &str| if part.is_empty() { urls::api(tenant, &api.id) } else { urls::api_part(tenant, &api.id, part) };
    let tabs: Vec<_> = TABS.iter().chain(OWN_TABS.iter().filter(|_| api.is_system)).collect();
    SectionView {
        parent: "APIs",
        parent_href: urls::apis(tenant),
        name: api.name.clone(),
        id: api.identifier.clone(),
        id_label: "identifier",
        tabs: tabs.iter().map(|(t, label)| Tab { label, href: href(t), current: *t == tab }).collect(),
        tab_label: tabs.iter().find(|(t, _)| *t == tab).map_or("", |(_, label)| label),
    }
}
