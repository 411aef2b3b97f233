//! Forget remembered browsers.

use super::confirm::{self, Question};
use crate::features::users::{details, forget_browsers};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown::counted;
use crate::http::urls;

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    let text = format!(
        "At the next login {} is asked for a second factor again, in every browser. Sessions that are open stay open.",
        header.user.display_name()
    );
    let title = "Forget Remembered Browsers";
    confirm::page(
        &visit,
        &header.user,
        Question {
            title,
            text,
            button: "Forget Browsers",
            part: "forget-browsers",
            call: Some(commands::forget_browsers(&header.user.id)),
            ..Question::default()
        },
    )
}

/// Forgets them.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let (user, forgotten) = visit.write(move |tx, context| forget_browsers::forget_browsers(tx, context, &id)).await?;
    let text = match forgotten {
        0 => format!("No browser of {} was remembered.", user.display_name()),
        n => format!("{} of {} forgotten.", counted(n, "browser", "browsers"), user.display_name()),
    };
    render::done(&visit.request, urls::user(visit.tenant_id(), &user.id), text)
}
