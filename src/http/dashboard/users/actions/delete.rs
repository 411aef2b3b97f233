//! Delete User.

use super::confirm;
use crate::features::users::delete::{self, Deletion};
use crate::features::users::details::{self, Header};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands::Command;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::{When, counted};
use crate::http::urls;
use askama::Template;

#[derive(Template)]
#[template(path = "users/actions/delete.html")]
struct Page {
    chrome: Chrome,
    name: String,
    /// Until when the user can be restored; none when deleting is for good.
    until: Option<When>,
    consequences: Vec<String>,
    commands: Vec<Command>,
    action: String,
    cancel: String,
    users_href: String,
}

/// Asks, and says what goes with the user.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let asked = visit
        .read(move |tx, context| Ok((details::header(tx, context, &id)?, delete::restorable_until(tx, context)?)))
        .await?;
    let (header, until) = asked;
    let tenant = visit.tenant_id();
    render::page(&Page {
        chrome: visit.chrome(),
        name: header.user.display_name().to_owned(),
        consequences: if until.is_some() { consequences_of_the_bin(&header) } else { consequences(&header) },
        commands: visit.commands([("", commands::delete(&header.user.id))]),
        until: When::maybe(until, visit.clock()),
        action: urls::user_part(tenant, &header.user.id, "delete"),
        cancel: urls::user(tenant, &header.user.id),
        users_href: urls::users(tenant),
    })
}

fn lines(parts: &[(i64, &str, &str)]) -> Vec<String> {
    let some = parts.iter().filter(|(n, ..)| *n > 0);
    some.map(|(n, one, many)| counted(usize::try_from(*n).unwrap_or_default(), one, many)).collect()
}

fn consequences(header: &Header) -> Vec<String> {
    let counts = &header.counts;
    let mut lines = lines(&[
        (linked(header), "linked account goes too", "linked accounts go too"),
        (counts.sessions, "session ends at once", "sessions end at once"),
        (counts.devices, "device is unlinked", "devices are unlinked"),
        (counts.factors, "second factor is forgotten", "second factors are forgotten"),
        (counts.roles, "role assignment goes", "role assignments go"),
        (counts.direct_permissions, "direct permission goes", "direct permissions go"),
        (counts.grants, "authorized application is forgotten", "authorized applications are forgotten"),
    ]);
    lines.push("The history stays, as long as this tenant keeps its logs".into());
    lines
}

/// Where everything comes back but what ends.
fn consequences_of_the_bin(header: &Header) -> Vec<String> {
    let counts = &header.counts;
    let mut lines = lines(&[
        (counts.sessions, "session ends at once and stays ended", "sessions end at once and stay ended"),
        (counts.devices, "device cannot be used until then", "devices cannot be used until then"),
    ]);
    let linked = match linked(header) {
        0 => String::new(),
        n => format!(", {}", counted(usize::try_from(n).unwrap_or_default(), "linked account", "linked accounts")),
    };
    lines.push(format!(
        "Profile, password, second factors, roles, permissions{linked} and devices come back with the user"
    ));
    lines.push("The email address is free for somebody else meanwhile".into());
    lines
}

fn linked(header: &Header) -> i64 {
    header.identities.len().saturating_sub(1) as i64
}

/// Deletes, and goes back to the list.
pub async fn save(visit: Visit, fields: Fields) -> PageResult {
    let id = visit.user_id();
    let (wanted, for_good) = (id.clone(), fields.ticked("for_good"));
    let verb = if for_good { delete::delete_for_good } else { delete::delete };
    let text = match visit.write(move |tx, context| verb(tx, context, &wanted)).await? {
        Deletion::Done { user, restorable_until: None } => format!("{} was deleted.", user.display_name()),
        Deletion::Done { user, restorable_until: Some(until) } => {
            let until = When::at(until, visit.clock()).full();
            format!("{} was deleted and can be restored until {until}.", user.display_name())
        }
        Deletion::Already => format!("{id} was deleted already."),
    };
    render::done(&visit.request, confirm::back_to_list(&visit), text)
}
