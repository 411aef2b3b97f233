//! The Details tab.

use crate::features::users::details;
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::show::UserView;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::{When, counted};
use crate::model::paging::grouped;
use askama::Template;

#[derive(Template)]
#[template(path = "users/tabs/details.html")]
struct Page {
    chrome: Chrome,
    user: UserView,
    facts: Vec<Fact>,
}

/// One fact of User Identity.
struct Fact {
    label: &'static str,
    value: String,
    more: String,
    iso: String,
}

/// Shows the tab.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    let chrome = visit.chrome();
    let user = UserView::new(&header, &visit.tenant, "", chrome.may_manage_users());
    render::page(&Page { facts: facts(&visit, &header), user, chrome })
}

fn facts(visit: &Visit, header: &details::Header) -> Vec<Fact> {
    let user = &header.user;
    let fact = |label, value: Option<&str>, more: &str| Fact {
        label,
        value: value.filter(|v| !v.is_empty()).unwrap_or("—").to_owned(),
        more: more.to_owned(),
        iso: String::new(),
    };
    let at = |label, when: Option<When>, never: &str, more: &str| match when {
        Some(w) => Fact { label, value: w.relative, more: format!("{}{more}", w.absolute), iso: w.iso },
        None => fact(label, Some(never), ""),
    };
    let from = user.last_ip.as_ref().map(|ip| format!(" from {ip}")).unwrap_or_default();
    let verified = match (&user.email, user.email_verified) {
        (None, _) => "",
        (_, true) => "Verified",
        (_, false) => "Not verified",
    };
    let counts = &header.counts;
    let access = format!(
        "{}, {}",
        counted(counts.roles as usize, "role", "roles"),
        counted(counts.permissions as usize, "permission", "permissions")
    );
    let applications = counted(counts.grants as usize, "authorized application", "authorized applications");
    vec![
        fact("Name", user.name.as_deref(), ""),
        fact("Nickname", user.nickname.as_deref(), ""),
        fact("Email", user.email.as_deref(), verified),
        fact("Connection", Some(header.connection.label()), header.connection.kind().label()),
        at("Signed up", Some(When::at(user.created_at, visit.now())), "", ""),
        at("Latest login", When::maybe(user.last_login, visit.now()), "Never", &from),
        fact(
            "Logins",
            Some(&grouped(user.logins_count)),
            if user.blocked { "Blocked: may not sign in" } else { "May sign in" },
        ),
        fact("Access", Some(&access), &applications),
    ]
}
