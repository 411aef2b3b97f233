//! Unblock User.

use super::confirm::{self, Question};
use crate::features::users::{details, unblock};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    confirm::page(
        &visit,
        &header.user,
        Question {
            title: "Unblock User",
            text: format!("{} can sign in again.", header.user.display_name()),
            button: "Unblock User",
            part: "unblock",
            call: Some(commands::block(&header.user.id, false)),
            ..Question::default()
        },
    )
}

/// Unblocks, and offers to undo it.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let (user, changed) = visit.write(move |tx, context| unblock::unblock(tx, context, &id)).await?;
    let url = confirm::back(&visit, &user.id);
    let text = if changed {
        format!("{} is no longer blocked.", user.display_name())
    } else {
        format!("{} was not blocked.", user.display_name())
    };
    let undo = urls::user_part(visit.tenant_id(), &user.id, "block");
    if changed {
        render::done_with_undo(&visit.request, url, text, undo)
    } else {
        render::done(&visit.request, url, text)
    }
}
