//! The Roles tab: the user's roles, and the drop-down that assigns another.

use crate::error::FieldErrors;
use crate::features::users::roles::{self, UserRoles};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::dashboard::users::show::UserView;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands::Command;
use crate::http::hall::errors::PageError;
use crate::http::hall::paging::{self, Foot};
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::user::UserId;
use askama::Template;

#[derive(Template)]
#[template(path = "users/tabs/roles.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    rows: Vec<Row>,
    foot: Foot,
    /// Id and name.
    offered: Vec<(String, String)>,
    more: bool,
    no_roles: bool,
    errors: FieldErrors,
    commands: Vec<Command>,
    assign: String,
    roles_href: String,
    create_role: String,
}

/// One role.
struct Row {
    name: String,
    description: String,
    href: String,
    remove: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let found = read(&visit, visit.user_id()).await?;
    render::page(&build(&visit, found, &address, FieldErrors::default()))
}

/// Shows it again after a mistake in the drop-down.
pub async fn again(visit: &Visit, errors: FieldErrors) -> PageResult {
    let found = read(visit, visit.user_id()).await?;
    render::invalid(&build(visit, found, &Address::default(), errors))
}

async fn read(visit: &Visit, id: UserId) -> Result<UserRoles, PageError> {
    visit.read(move |tx, context| roles::user_roles(tx, context, &id)).await
}

fn build(visit: &Visit, found: UserRoles, address: &Address, errors: FieldErrors) -> Page {
    let chrome = visit.chrome();
    let tenant = visit.tenant_id();
    let id = &found.header.user.id;
    let base = urls::user_part(tenant, id, "roles");
    let (assigned, foot) = paging::cut(found.assigned.clone(), &address.start(Order::Number), &base, "roles");
    let calls = std::iter::once(("Assign a role".to_owned(), commands::assign_role(id, "ROLE ID")))
        .chain(assigned.iter().map(|role| (format!("Remove {}", role.name), commands::remove_role(id, &role.id))))
        .filter(|_| chrome.may_manage_users())
        .collect::<Vec<_>>();
    let no_roles = found.offered.is_empty() && found.assigned.is_empty();
    Page {
        user: UserView::new(&found.header, &visit.tenant, "roles", chrome.may_manage_users()),
        assign: base,
        roles_href: urls::roles(tenant),
        create_role: urls::create_role(tenant),
        commands: visit.commands(calls.iter().map(|(label, call)| (label.as_str(), call.clone()))),
        foot,
        rows: assigned
            .iter()
            .map(|role| Row {
                name: role.name.clone(),
                description: role.description.clone(),
                href: urls::role(tenant, &role.id),
                remove: urls::user_role(tenant, id, &role.id, "remove"),
            })
            .collect(),
        offered: found.offered.iter().map(|r| (r.id.clone(), r.name.clone())).collect(),
        more: found.more,
        no_roles,
        errors,
        chrome,
    }
}
