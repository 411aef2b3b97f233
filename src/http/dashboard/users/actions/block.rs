//! Block User.

use super::confirm::{self, Question};
use crate::features::users::{block, details};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks (the way without scripts, and for a pasted address).
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    confirm::page(
        &visit,
        &header.user,
        Question {
            title: "Block User",
            text: consequence(header.counts.sessions, header.user.display_name()),
            button: "Block User",
            part: "block",
            call: Some(commands::block(&header.user.id, true)),
            ..Question::default()
        },
    )
}

/// What blocking does to a user with so many open sessions.
pub fn consequence(sessions: i64, who: &str) -> String {
    let ends = if sessions == 0 {
        "There is no session to end".to_owned()
    } else {
        format!("Ends {} at once", counted(sessions as usize, "session", "sessions"))
    };
    format!("{ends}; nobody can sign in as {who} until unblocked.")
}

/// Blocks, and offers to undo it.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let (user, changed) = visit.write(move |tx, context| block::block(tx, context, &id)).await?;
    let url = confirm::back(&visit, &user.id);
    let text = if changed {
        format!("{} is blocked.", user.display_name())
    } else {
        format!("{} was blocked already.", user.display_name())
    };
    let undo = urls::user_part(visit.tenant_id(), &user.id, "unblock");
    if changed {
        render::done_with_undo(&visit.request, url, text, undo)
    } else {
        render::done(&visit.request, url, text)
    }
}
