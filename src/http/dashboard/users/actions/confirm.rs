//! The page that asks before an action: a dialog with scripts, a page without.

use crate::error::Error;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands::{ApiCall, Command};
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::user::{User, UserId};
use askama::Template;

/// What is asked.
#[derive(Default)]
pub struct Question<'a> {
    pub title: &'static str,
    /// Names the user and the consequence.
    pub text: String,
    /// A verb.
    pub button: &'static str,
    /// The action's address below the user's.
    pub part: &'a str,
    pub danger: bool,
    /// Why it cannot be done, which is said instead of asking; empty when it can.
    pub why_not: String,
    /// The same for programs.
    pub call: Option<ApiCall>,
}

#[derive(Template)]
#[template(path = "users/actions/confirm.html")]
struct Page<'a> {
    chrome: Chrome,
    name: String,
    question: Question<'a>,
    commands: Vec<Command>,
    action: String,
    cancel: String,
    users_href: String,
}

/// Shows the question.
pub fn page(visit: &Visit, user: &User, question: Question<'_>) -> PageResult {
    let tenant = visit.tenant_id();
    render::page(&Page {
        chrome: visit.chrome(),
        commands: visit.commands(question.call.iter().map(|call| ("", call.clone()))),
        name: user.display_name().to_owned(),
        action: urls::user_part(tenant, &user.id, question.part),
        cancel: urls::user(tenant, &user.id),
        users_href: urls::users(tenant),
        question,
    })
}

/// Where an action leads afterwards: the list if it was started there, else the user.
pub fn back(visit: &Visit, user: &UserId) -> String {
    visit.came_from(&urls::users(visit.tenant_id())).unwrap_or_else(|| urls::user(visit.tenant_id(), user))
}

/// The list, as it was seen if the action was started there.
pub fn back_to_list(visit: &Visit) -> String {
    visit.back_to(urls::users(visit.tenant_id()))
}

/// Says on the page one comes back to why nothing was done; other errors get a page of their own.
pub fn refused(visit: &Visit, user: &UserId, error: Error) -> PageResult {
    match error {
        Error::Invalid(errors) => {
            let words: Vec<_> = errors.iter().map(|e| e.message.as_str()).collect();
            render::not_done(&visit.request, back(visit, user), words.join(" "))
        }
        other => Err(other.into()),
    }
}
