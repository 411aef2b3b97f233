//! The Authorized Applications tab: what the user has let applications do, and Revoke.

use crate::features::users::authorized_applications;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::show::UserView;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Foot};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::When;
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "users/tabs/authorized_applications.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    rows: Vec<Row>,
    foot: Foot,
}

/// One grant.
struct Row {
    application: String,
    application_href: String,
    api: String,
    audience: String,
    scopes: Vec<String>,
    created: When,
    revoke: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let id = visit.user_id();
    let (header, all) =
        visit.read(move |tx, context| authorized_applications::authorized_applications(tx, context, &id)).await?;
    let chrome = visit.chrome();
    let tenant = visit.tenant_id();
    let row = |grant: crate::model::grant::Grant| Row {
        application_href: urls::application(tenant, &grant.client_id),
        revoke: urls::revoke_grant(tenant, &header.user.id, &grant.id),
        created: When::at(grant.created_at, visit.clock()),
        application: grant.application,
        api: grant.api_name.unwrap_or_default(),
        audience: grant.audience,
        scopes: grant.scopes,
    };
    let base = urls::user_part(tenant, &header.user.id, "authorized-applications");
    let (all, foot) = paging::cut(all, &address.start(Order::Number), &base, "authorized applications");
    let rows = all.into_iter().map(row).collect();
    let user = UserView::new(&header, &visit.tenant, "authorized-applications", chrome.may_manage_users());
    render::page(&Page { user, rows, foot, chrome })
}
