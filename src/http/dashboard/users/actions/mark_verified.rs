//! Mark as verified.

use super::confirm::{self, Question};
use crate::features::users::{details, mark_verified};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::dashboard::users::show::verification_refused;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use serde_json::json;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    let address = header.user.email.as_deref().unwrap_or("The address");
    let question = Question {
        title: "Mark as verified",
        text: format!(
            "{address} counts as verified, as if {} had followed the link in a mail.",
            header.user.display_name()
        ),
        button: "Mark as verified",
        part: "mark-verified",
        why_not: verification_refused(&header),
        call: Some(commands::update(&header.user.id, json!({ "email_verified": true }))),
        ..Question::default()
    };
    confirm::page(&visit, &header.user, question)
}

/// Marks, and offers to undo it.
pub async fn save(visit: Visit) -> PageResult {
    set(visit, true).await
}

/// Takes the mark away again.
pub async fn undo(visit: Visit) -> PageResult {
    set(visit, false).await
}

async fn set(visit: Visit, verified: bool) -> PageResult {
    let id = visit.user_id();
    let wanted = id.clone();
    let (user, changed) =
        match visit.write(move |tx, context| mark_verified::mark_verified(tx, context, &wanted, verified)).await {
            Ok(done) => done,
            Err(error) => return confirm::refused(&visit, &id, error),
        };
    let address = user.email.as_deref().unwrap_or("The address");
    let (state, part) = if verified { ("verified", "mark-unverified") } else { ("not verified", "mark-verified") };
    let url = confirm::back(&visit, &id);
    if !changed {
        return render::done(&visit.request, url, format!("{address} is {state} already."));
    }
    let undo = urls::user_part(visit.tenant_id(), &id, part);
    render::done_with_undo(&visit.request, url, format!("{address} is marked as {state}."), undo)
}
