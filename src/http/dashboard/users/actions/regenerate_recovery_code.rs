//! Regenerate a recovery code, and show the new one this once.

use super::confirm::{self, Question};
use crate::features::users::{details, regenerate_recovery_code};
use crate::http::dashboard::operator::Visit;
use crate::http::dashboard::users::commands;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::hall::shown_once;
use crate::http::urls;
use crate::model::user::UserId;
use askama::Template;

#[derive(Template)]
#[template(path = "users/actions/regenerate_recovery_code.html")]
struct Page {
    chrome: Chrome,
    name: String,
    code: String,
    back: String,
    users_href: String,
}

/// Asks.
pub async fn page(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let header = visit.read(move |tx, context| details::header(tx, context, &id)).await?;
    let text = format!(
        "Makes a new recovery code for {}, shown to you once. The code they have now stops working.",
        header.user.display_name()
    );
    let question = Question {
        title: "Regenerate recovery code",
        text,
        button: "Regenerate",
        part: "regenerate-recovery-code",
        danger: false,
        call: Some(commands::regenerate_recovery_code(&header.user.id)),
        ..Question::default()
    };
    confirm::page(&visit, &header.user, question)
}

/// Makes the new code, which its page shows once.
pub async fn save(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let made =
        visit.write(move |tx, context| regenerate_recovery_code::regenerate_recovery_code(tx, context, &id)).await;
    let (user, code) = made?;
    shown_once::send(&visit.app, &visit.request, address(&visit, &user.id), &code)
}

/// Shows the code; a second look finds the user.
pub async fn show(visit: Visit) -> PageResult {
    let id = visit.user_id();
    let user = visit.read(move |tx, context| details::header(tx, context, &id)).await?.user;
    let back = urls::user(visit.tenant_id(), &user.id);
    let Some(code) = shown_once::take(&visit.app, &visit.request, &address(&visit, &user.id)) else {
        let text =
            "The recovery code has been shown and is stored only as a hash. If it was not copied, regenerate it.";
        return render::not_done(&visit.request, back, text);
    };
    render::page(&Page {
        chrome: visit.chrome(),
        name: user.display_name().to_owned(),
        users_href: urls::users(visit.tenant_id()),
        back,
        code,
    })
}

fn address(visit: &Visit, user: &UserId) -> String {
    urls::user_part(visit.tenant_id(), user, "recovery-code")
}
