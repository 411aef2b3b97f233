//! Reset MFA.

use super::confirm::{self, Question};
use crate::features::users::{details, reset_mfa};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    let factors = counted(header.counts.factors as usize, "factor", "factors");
    let text = format!(
        "Removes {factors} of {} for good, recovery code included. They enrol anew at the next login that asks for a second factor.",
        header.user.display_name()
    );
    let why_not = if header.counts.factors == 0 { "There is no factor to remove." } else { "" };
    let question = Question {
        title: "Reset MFA",
        text,
        button: "Reset MFA",
        part: "reset-mfa",
        danger: true,
        why_not: why_not.to_owned(),
        call: Some(commands::reset_mfa(&header.user.id)),
    };
    confirm::page(&visit, &header.user, question)
}

/// Resets.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let (user, gone) = visit.write(move |tx, context| reset_mfa::reset_mfa(tx, context, &id)).await?;
    let text = match gone.len() {
        0 => format!("{} had no factors.", user.display_name()),
        n => format!("{} of {} removed.", counted(n, "factor", "factors"), user.display_name()),
    };
    render::done(&visit.request, urls::user(visit.tenant_id(), &user.id), text)
}
