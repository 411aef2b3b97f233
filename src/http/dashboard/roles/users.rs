//! The Users tab of a role.

use super::section;
use crate::features::roles::users;
use crate::features::users::remove_role;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::section::SectionView;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Links};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown;
use crate::http::urls;
use crate::model::listed_user::ListedUser;
use askama::Template;

#[derive(Template)]
#[template(path = "roles/users.html")]
struct Page {
    chrome: Chrome,
    section: SectionView,
    rows: Vec<Row>,
    links: Links,
    range: String,
    search: String,
    base: String,
    assign: String,
}

/// One user.
struct Row {
    name: String,
    email: String,
    initials: String,
    hue: u8,
    href: String,
    connection: String,
    remove: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (id, search, start) = (visit.segment("role"), address.search(), address.start(Order::Text));
    let asked = search.clone();
    let found = visit.read(move |tx, context| users::users(tx, context, &id, &asked, &start)).await?;
    let tenant = visit.tenant_id();
    let base = urls::role_part(tenant, &found.role.id, "users");
    let row = |user: &ListedUser| Row {
        name: user.display_name().to_owned(),
        email: user.email.clone().filter(|e| e != user.display_name()).unwrap_or_default(),
        initials: shown::initials(user.display_name()),
        hue: shown::hue(user.id.as_str()),
        href: urls::user(tenant, &user.id),
        connection: user.connection.clone(),
        remove: urls::role_user(tenant, &found.role.id, &user.id, "remove"),
    };
    let page = Page {
        chrome: visit.chrome(),
        section: section(tenant, &found.role, "users"),
        rows: found.page.rows.iter().map(row).collect(),
        links: Links::of(&found.page, users::key, |more| paging::href(&base, &[("q", &search)], more)),
        range: paging::range(&found.page, found.total, "user", "users"),
        search,
        assign: urls::role_part(tenant, &found.role.id, "users/assign"),
        base,
    };
    render::page(&page)
}

/// Takes the role from one user, and offers to undo it.
pub async fn remove(visit: Visit) -> PageResult {
    let (id, role) = (visit.user_id(), visit.segment("role"));
    let (user, role, changed) =
        visit.write(move |tx, context| remove_role::remove_role(tx, context, &id, &role)).await?;
    let tenant = visit.tenant_id();
    let url = urls::role_part(tenant, &role.id, "users");
    if !changed {
        return render::done(&visit.request, url, format!("{} did not have this role.", user.display_name()));
    }
    let undo = urls::role_user(tenant, &role.id, &user.id, "assign");
    render::done_with_undo(&visit.request, url, format!("{} no longer has this role.", user.display_name()), undo)
}
