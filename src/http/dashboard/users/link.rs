//! Link a user account: search the other user, confirm, link.

use super::actions::confirm::{self, Question};
use super::commands;
use super::show::{Badge, status_badge};
use crate::features::users::details;
use crate::features::users::link::{self, Candidates, OFFERED};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::address::Address;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown;
use crate::http::urls;
use crate::model::listed_user::ListedUser;
use crate::model::user::UserId;
use askama::Template;

#[derive(Template)]
#[template(path = "users/link.html")]
struct Page {
    chrome: Chrome,
    name: String,
    users_href: String,
    back: String,
    action: String,
    search: String,
    rows: Vec<Row>,
    /// What the search did not show; empty when it showed all.
    more: String,
}

/// A user who can be linked.
struct Row {
    name: String,
    second_line: String,
    id: String,
    initials: String,
    hue: u8,
    badge: Option<Badge>,
    href: String,
}

/// Shows the search.
pub async fn search(visit: Visit, address: Address) -> PageResult {
    let search = address.search();
    let (id, wanted) = (visit.user_id(), search.clone());
    let found = visit.read(move |tx, context| link::candidates(tx, context, &id, &wanted)).await?;
    render::page(&build(&visit, &found, search))
}

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let (id, other) = (visit.user_id(), UserId::from_text(visit.segment("other")));
    let part = format!("link/{}", urls::encode(other.as_str()));
    let (primary, secondary) = visit
        .read(move |tx, context| Ok((details::header(tx, context, &id)?, details::header(tx, context, &other)?)))
        .await?;
    let (name, gone) = (primary.user.display_name(), secondary.user.display_name());
    let counts = &secondary.counts;
    let lost: Vec<_> = [
        (counts.roles, "role", "roles"),
        (counts.direct_permissions, "permission", "permissions"),
        (counts.devices, "device", "devices"),
        (counts.grants, "authorized application", "authorized applications"),
        (counts.factors, "factor", "factors"),
        (counts.sessions, "session", "sessions"),
    ]
    .into_iter()
    .filter(|(n, _, _)| *n > 0)
    .map(|(n, one, many)| shown::counted(n as usize, one, many))
    .collect();
    let lost = if lost.is_empty() { String::new() } else { format!(", {}", lost.join(", ")) };
    let warning = if secondary.user.blocked && !primary.user.blocked {
        " It is blocked now; as a linked account it can sign in again."
    } else {
        ""
    };
    let text = format!(
        "{gone} ({}) becomes a linked account of {name}: signing in with it signs in as {name}. It leaves the users list, and what it has of its own is discarded: metadata{lost}.{warning}",
        secondary.user.id
    );
    let call = secondary
        .identities
        .first()
        .map(|identity| commands::link(&primary.user.id, &identity.provider, &identity.provider_user_id));
    let question = Question {
        title: "Link a user account",
        text,
        button: "Link account",
        part: &part,
        danger: true,
        call,
        ..Question::default()
    };
    confirm::page(&visit, &primary.user, question)
}

/// Links.
pub async fn save(visit: Visit) -> PageResult {
    let (id, other) = (visit.user_id(), UserId::from_text(visit.segment("other")));
    let linked = other.clone();
    let (user, changed) = visit.write(move |tx, context| link::link(tx, context, &id, &other)).await?;
    let already = if changed { "" } else { " already" };
    let text = format!("{linked} is{already} a linked account of {}.", user.display_name());
    render::done(&visit.request, urls::user(visit.tenant_id(), &user.id), text)
}

fn build(visit: &Visit, found: &Candidates, search: String) -> Page {
    let tenant = visit.tenant_id();
    let user = &found.header.user;
    Page {
        chrome: visit.chrome(),
        name: user.display_name().to_owned(),
        users_href: urls::users(tenant),
        back: urls::user(tenant, &user.id),
        action: urls::user_part(tenant, &user.id, "link"),
        rows: found.users.iter().map(|other| row(visit, &user.id, other)).collect(),
        more: if found.more {
            format!("The first {OFFERED} are shown. Type more of the name to narrow the search.")
        } else {
            String::new()
        },
        search,
    }
}

fn row(visit: &Visit, primary: &UserId, other: &ListedUser) -> Row {
    let name = other.display_name();
    Row {
        name: name.to_owned(),
        second_line: other.email.clone().filter(|email| email != name).unwrap_or_default(),
        id: other.id.to_string(),
        initials: shown::initials(name),
        hue: shown::hue(other.id.as_str()),
        badge: status_badge(other.status()),
        href: urls::user_thing(visit.tenant_id(), primary, "link", other.id.as_str()),
    }
}
