//! The Devices tab: what holds a refresh token, and Unlink.

use crate::features::users::devices;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::show::UserView;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::browser;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::{self, Foot};
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::When;
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "users/tabs/devices.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    rows: Vec<Row>,
    foot: Foot,
}

/// One device.
struct Row {
    name: String,
    application: String,
    application_href: String,
    created: When,
    last_used: Option<When>,
    ip: String,
    browser: String,
    user_agent: String,
    unlink: String,
}

/// Shows the tab.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let id = visit.user_id();
    let (header, all) = visit.read(move |tx, context| devices::devices(tx, context, &id)).await?;
    let chrome = visit.chrome();
    let tenant = visit.tenant_id();
    let row = |device: crate::model::device::Device| Row {
        application_href: urls::application(tenant, &device.client_id),
        unlink: urls::unlink_device(tenant, &header.user.id, &device.id),
        created: When::at(device.created_at, visit.clock()),
        last_used: When::maybe(device.last_used_at, visit.clock()),
        browser: device.user_agent.as_deref().map(browser::words).unwrap_or_default(),
        user_agent: device.user_agent.unwrap_or_default(),
        ip: device.ip.unwrap_or_default(),
        name: device.name,
        application: device.application,
    };
    let base = urls::user_part(tenant, &header.user.id, "devices");
    let (all, foot) = paging::cut(all, &address.start(Order::Number), &base, "devices");
    let rows = all.into_iter().map(row).collect();
    let user = UserView::new(&header, &visit.tenant, "devices", chrome.may_manage_users());
    render::page(&Page { user, rows, foot, chrome })
}
