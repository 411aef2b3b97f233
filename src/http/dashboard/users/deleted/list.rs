//! The Deleted users page.

use crate::features::deleted_users::list;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::Listing;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::{self, When};
use crate::http::urls;
use crate::model::connection::{Connection, icon_of};
use crate::model::deleted_user::DeletedUser;
use askama::Template;

#[derive(Template)]
#[template(path = "users/deleted/list.html")]
struct Page {
    chrome: Chrome,
    rows: Vec<Row>,
    listing: Listing,
    users: String,
    settings: String,
    /// For how many days the tenant keeps them; 0 for not at all.
    days: i32,
}

/// One deleted user.
struct Row {
    name: String,
    /// Email address, where it is not the name; else the id.
    second_line: String,
    initials: String,
    hue: u8,
    connection: String,
    connection_icon: &'static str,
    deleted: When,
    by: String,
    until: When,
    /// What the row's menu is called.
    actions: String,
    restore: String,
    delete: String,
}

/// Shows the list.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (search, start) = (address.search(), address.start(Order::Instant));
    let asked = search.clone();
    let bin = visit.read(move |tx, context| list::list(tx, context, &asked, &start)).await?;
    let tenant = visit.tenant_id();
    render::page(&Page {
        chrome: visit.chrome(),
        rows: bin.page.rows.iter().map(|deleted| row(&visit, &bin.connections, deleted)).collect(),
        listing: Listing::of(
            (&bin.page, bin.total),
            (urls::deleted_users(tenant), search),
            DeletedUser::key,
            ("deleted user", "deleted users"),
        ),
        users: urls::users(tenant),
        settings: urls::tenant_settings(tenant),
        days: visit.tenant.deleted_user_days,
    })
}

fn row(visit: &Visit, connections: &[Connection], deleted: &DeletedUser) -> Row {
    let tenant = visit.tenant_id();
    let label = connections.iter().find(|c| c.name == deleted.connection).map(|c| c.label().to_owned());
    Row {
        name: deleted.name.clone(),
        second_line: deleted
            .email
            .clone()
            .filter(|email| *email != deleted.name)
            .unwrap_or_else(|| deleted.user_id.to_string()),
        initials: shown::initials(&deleted.name),
        hue: shown::hue(deleted.user_id.as_str()),
        connection: label.unwrap_or_else(|| deleted.connection.clone()),
        connection_icon: icon_of(&deleted.strategy),
        deleted: When::at(deleted.deleted_at, visit.clock()),
        by: deleted.deleted_by.clone().unwrap_or_else(|| "—".to_owned()),
        until: When::at(deleted.restorable_until, visit.clock()),
        actions: format!("Actions for {}", deleted.name),
        restore: urls::deleted_user(tenant, &deleted.id, "restore"),
        delete: urls::deleted_user(tenant, &deleted.id, "delete"),
    }
}

impl Page {
    /// For how long deleted users are kept, in a sentence.
    fn keeping(&self) -> String {
        match self.days {
            0 if self.rows.is_empty() => String::new(),
            0 => "Deleting is for good now; whoever is here was deleted when it was not.".to_owned(),
            1 => "Deleted users can be restored for a day.".to_owned(),
            days => format!("Deleted users can be restored for {days} days."),
        }
    }
}
