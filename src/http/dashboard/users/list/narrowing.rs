//! What narrows the list: its menus, and a chip for each thing that is on.

use super::Address;
use crate::features::users::list::UserList;
use crate::http::hall::paging::{OFFERED, Other};
use crate::model::search::Mode;
use crate::model::user::Status;

/// A filter's menu.
pub(super) struct Filter {
    pub label: &'static str,
    pub icon: &'static str,
    pub testid: &'static str,
    pub options: Vec<(String, String, bool)>,
    /// Asks for one that is not offered.
    pub other: Option<Other>,
}

/// A filter that is on, and the address without it.
pub(super) struct Chip {
    pub text: String,
    pub href: String,
}

/// The menus.
pub(super) fn filters(address: &Address, found: &UserList, base: &str) -> Vec<Filter> {
    let other = |name, label, offered| Other {
        action: base.to_owned(),
        kept: address.pairs().into_iter().filter(|(kept, _)| *kept != name).collect(),
        name,
        label,
        offered,
    };
    let more_connections = found.connections.len() > OFFERED;
    let connections = found.connections.iter().take(OFFERED).map(|c| {
        let on = address.connection.as_ref() == Some(&c.value);
        (c.name.clone(), Address { connection: Some(c.value.clone()), ..address.clone() }.href(base, ""), on)
    });
    let statuses = Status::ALL.into_iter().map(|s| {
        (s.label().to_owned(), Address { status: Some(s), ..address.clone() }.href(base, ""), address.status == Some(s))
    });
    let roles = found.roles.iter().map(|r| {
        let on = address.role.as_ref() == Some(&r.value);
        (r.name.clone(), Address { role: Some(r.value.clone()), ..address.clone() }.href(base, ""), on)
    });
    vec![
        Filter {
            label: "Connection",
            icon: "plug",
            testid: "filter-connection",
            options: connections.collect(),
            other: more_connections.then(|| other("connection", "Another connection, by its name", OFFERED)),
        },
        Filter {
            label: "Status",
            icon: "circle-dot",
            testid: "filter-status",
            options: statuses.collect(),
            other: None,
        },
        Filter {
            label: "Role",
            icon: "badge-check",
            testid: "filter-role",
            options: roles.collect(),
            other: found.more_roles.then(|| other("role", "Another role, by its id", found.roles.len())),
        },
    ]
}

/// What is on.
pub(super) fn chips(address: &Address, found: &UserList, base: &str) -> Vec<Chip> {
    let mut chips = Vec::new();
    if !address.q.is_empty() {
        let href = Address { q: String::new(), mode: Mode::default(), ..address.clone() }.href(base, "");
        let word = match address.mode {
            Mode::User => "Search",
            Mode::Lucene => "Query",
            other => other.label(),
        };
        chips.push(Chip { text: format!("{word}: {}", address.q), href });
    }
    if let Some(name) = &address.connection {
        let label = found.connections.iter().find(|c| c.value == *name).map_or(name.as_str(), |c| c.name.as_str());
        let href = Address { connection: None, ..address.clone() }.href(base, "");
        chips.push(Chip { text: format!("Connection is {label}"), href });
    }
    if let Some(status) = address.status {
        let href = Address { status: None, ..address.clone() }.href(base, "");
        chips.push(Chip { text: format!("Status is {}", status.label()), href });
    }
    if let Some(id) = &address.role {
        let label = found.roles.iter().find(|r| r.value == *id).map_or(id.as_str(), |r| r.name.as_str());
        let href = Address { role: None, ..address.clone() }.href(base, "");
        chips.push(Chip { text: format!("Role is {label}"), href });
    }
    chips
}
