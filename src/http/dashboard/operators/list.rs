//! The Operators page.

use crate::features::operators::list::{self, key_of};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::{Address, Order};
use crate::http::hall::chrome::Chrome;
use crate::http::hall::paging::Listing;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::{self, When};
use crate::http::urls;
use crate::model::operator::{OperatorRole, Place};
use askama::Template;

#[derive(Template)]
#[template(path = "operators/list.html")]
struct Page {
    chrome: Chrome,
    rows: Vec<Row>,
    listing: Listing,
    invite: String,
}

/// One operator.
struct Row {
    name: String,
    email: String,
    initials: String,
    hue: u8,
    is_me: bool,
    role: &'static str,
    meaning: &'static str,
    invited: bool,
    last_sign_in: Option<When>,
    /// Why the place must stay as it is; empty when it need not.
    kept: &'static str,
    is_demo: bool,
    menu_label: String,
    change_role: String,
    mail_link: String,
    remove: String,
}

/// Shows the list.
pub async fn page(visit: Visit, address: Address) -> PageResult {
    let (search, start) = (address.search(), address.start(Order::Text));
    let asked = search.clone();
    let found = visit.read(move |tx, context| list::list(tx, context, &asked, &start)).await?;
    let page = Page {
        chrome: visit.chrome(),
        rows: found.page.rows.iter().map(|place| row(&visit, place, found.owners)).collect(),
        listing: Listing::of(
            (&found.page, found.total),
            (urls::operators(visit.tenant_id()), search),
            key_of,
            ("operator", "operators"),
        ),
        invite: urls::invite_operator(visit.tenant_id()),
    };
    render::page(&page)
}

fn row(visit: &Visit, place: &Place, owners: i64) -> Row {
    let (tenant, operator) = (visit.tenant_id(), &place.operator);
    let last_owner = place.role == OperatorRole::Owner && owners <= i64::from(place.can_sign_in());
    Row {
        name: operator.name.clone(),
        email: operator.email.clone(),
        initials: shown::initials(&operator.name),
        hue: shown::hue(&operator.email),
        is_me: operator.id == visit.operator_id,
        role: place.role.label(),
        meaning: place.role.meaning(),
        invited: !place.can_sign_in(),
        last_sign_in: When::maybe(place.last_sign_in, visit.clock()),
        kept: if last_owner { "The last owner: make somebody else an owner first." } else { "" },
        is_demo: operator.is_demo,
        menu_label: format!("Actions for {}", operator.name),
        change_role: urls::operator_part(tenant, &operator.id, "change-role"),
        mail_link: urls::operator_part(tenant, &operator.id, "mail-link"),
        remove: urls::operator_part(tenant, &operator.id, "remove"),
    }
}
