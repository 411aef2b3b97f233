//! Delete User.

use super::confirm::{self, Question};
use crate::features::users::delete::{self, Deletion};
use crate::features::users::details::{self, Header};
use crate::http::dashboard::operator::Visit;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;

/// Asks, and says what goes with the user.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    confirm::page_with(
        &visit,
        &header.user,
        Question {
            title: "Delete User",
            text: format!("Delete {} for good? This cannot be undone.", header.user.display_name()),
            button: "Yes, Delete It",
            part: "delete",
            danger: true,
        },
        consequences(&header),
    )
}

fn consequences(header: &Header) -> Vec<String> {
    let counts = &header.counts;
    let linked = header.identities.len().saturating_sub(1);
    let parts = [
        (linked, "linked account goes too", "linked accounts go too"),
        (counts.sessions as usize, "session ends at once", "sessions end at once"),
        (counts.devices as usize, "device is unlinked", "devices are unlinked"),
        (counts.factors as usize, "second factor is forgotten", "second factors are forgotten"),
        (counts.roles as usize, "role assignment goes", "role assignments go"),
        (counts.direct_permissions as usize, "direct permission goes", "direct permissions go"),
        (counts.grants as usize, "authorized application is forgotten", "authorized applications are forgotten"),
    ];
    let mut lines: Vec<String> =
        parts.into_iter().filter(|(n, ..)| *n > 0).map(|(n, one, many)| counted(n, one, many)).collect();
    lines.push("The history stays, as long as this tenant keeps its logs".into());
    lines
}

/// Deletes, and goes back to the list.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let wanted = id.clone();
    let deletion = visit.write(move |tx, context| delete::delete(tx, context, &wanted)).await?;
    let text = match deletion {
        Deletion::Done(user) => format!("{} was deleted.", user.display_name()),
        Deletion::Already => format!("{id} was deleted already."),
    };
    render::done(&visit.request, confirm::back_to_list(&visit), text)
}
