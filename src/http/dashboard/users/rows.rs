//! The rows of the Users page.

use super::show::{Badge, status_badge};
use crate::features::users::list::Choice;
use crate::http::hall::shown::{self, Clock, When};
use crate::http::urls;
use crate::model::connection::icon_of;
use crate::model::listed_user::ListedUser;
use crate::model::paging::grouped;
use crate::model::tenant::TenantId;
use askama::Template;

/// The rows, as they stand in the table.
#[derive(Template)]
#[template(path = "users/rows.html")]
pub struct Rows {
    rows: Vec<Row>,
    may_manage: bool,
}

/// One user's row.
struct Row {
    id: String,
    name: String,
    second_line: String,
    initials: String,
    hue: u8,
    href: String,
    badge: Option<Badge>,
    connection: String,
    connection_icon: &'static str,
    logins: String,
    latest: Option<When>,
    created: When,
    blocked: bool,
    block_href: String,
    delete_href: String,
    roles_href: String,
    permissions_href: String,
}

impl Rows {
    /// Of users; the connections give theirs a name people know. Without the right to manage users, nothing can be
    /// selected or changed.
    pub fn of(tenant: &TenantId, clock: Clock, connections: &[Choice], users: &[ListedUser], may_manage: bool) -> Self {
        Self { rows: users.iter().map(|user| row(tenant, clock, connections, user)).collect(), may_manage }
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }
}

fn row(tenant: &TenantId, clock: Clock, connections: &[Choice], user: &ListedUser) -> Row {
    let part = |part: &str| urls::user_part(tenant, &user.id, part);
    let name = user.display_name();
    let second = [&user.email, &user.phone_number, &user.username].into_iter().flatten().find(|t| t.as_str() != name);
    Row {
        id: user.id.to_string(),
        name: name.to_owned(),
        second_line: second.cloned().unwrap_or_default(),
        initials: shown::initials(name),
        hue: shown::hue(user.id.as_str()),
        href: urls::user(tenant, &user.id),
        badge: status_badge(user.status()),
        connection: connections
            .iter()
            .find(|c| c.value == user.connection)
            .map_or(user.connection.clone(), |c| c.name.clone()),
        connection_icon: icon_of(&user.strategy),
        logins: grouped(user.logins_count),
        latest: When::maybe(user.last_login, clock),
        created: When::at(user.created_at, clock),
        blocked: user.blocked,
        block_href: part(if user.blocked { "unblock" } else { "block" }),
        delete_href: part("delete"),
        roles_href: part("roles"),
        permissions_href: part("permissions"),
    }
}
