//! The Permissions tab: what the user may do, and how they come by it.

use crate::features::users::permissions;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::dashboard::users::show::UserView;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands::{ApiCall, Command};
use crate::http::hall::paging::{self, Foot};
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::permission::HeldPermission;
use crate::model::user::UserId;
use askama::Template;

#[derive(Template)]
#[template(path = "users/tabs/permissions.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    rows: Vec<Row>,
    foot: Foot,
    commands: Vec<Command>,
    assign: String,
}

/// One permission.
struct Row {
    name: String,
    description: String,
    api: String,
    api_href: String,
    direct: bool,
    /// Name and address.
    roles: Vec<(String, String)>,
    remove: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let id = visit.user_id();
    let (header, all) = visit.read(move |tx, context| permissions::permissions(tx, context, &id)).await?;
    let chrome = visit.chrome();
    let tenant = visit.tenant_id();
    let row = |held: HeldPermission| Row {
        api_href: urls::api(tenant, &held.permission.resource_server_id),
        remove: urls::user_permission(
            tenant,
            &header.user.id,
            &held.permission.resource_server_id,
            &held.permission.name,
            "remove",
        ),
        direct: held.direct,
        roles: held.roles.into_iter().map(|(name, id)| (name, urls::role(tenant, &id))).collect(),
        name: held.permission.name,
        description: held.permission.description,
        api: held.permission.api_name,
    };
    let base = urls::user_part(tenant, &header.user.id, "permissions");
    let (all, foot) = paging::cut(all, &address.start(Order::Number), &base, "permissions");
    let calls = if chrome.may_manage_users() { calls(&header.user.id, &all) } else { Vec::new() };
    let commands = visit.commands(calls.iter().map(|(label, call)| (label.as_str(), call.clone())));
    let rows = all.into_iter().map(row).collect();
    let assign = urls::user_part(tenant, &header.user.id, "permissions/assign");
    let user = UserView::new(&header, &visit.tenant, "permissions", chrome.may_manage_users());
    render::page(&Page { user, rows, foot, commands, assign, chrome })
}

/// What can be done with the permissions of a page.
fn calls(user: &UserId, held: &[HeldPermission]) -> Vec<(String, ApiCall)> {
    let assign = commands::assign_permission(user, "API IDENTIFIER", "PERMISSION");
    let remove = held.iter().filter(|held| held.direct).map(|HeldPermission { permission, .. }| {
        let call = commands::remove_permission(user, &permission.api_identifier, &permission.name);
        (format!("Remove {}", permission.name), call)
    });
    std::iter::once(("Assign a permission".to_owned(), assign)).chain(remove).collect()
}
