//! The page that asks before an action: a dialog with scripts, a page without.

use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::user::User;
use askama::Template;

/// What is asked.
pub struct Question<'a> {
    pub title: &'static str,
    /// Names the user and the consequence.
    pub text: String,
    /// A verb.
    pub button: &'static str,
    /// The action's address below the user's.
    pub part: &'a str,
    pub danger: bool,
}

#[derive(Template)]
#[template(path = "users/actions/confirm.html")]
struct Page<'a> {
    chrome: Chrome,
    name: String,
    question: Question<'a>,
    action: String,
    cancel: String,
    users_href: String,
}

/// Shows the question.
pub fn page(visit: &Visit, user: &User, question: Question<'_>) -> PageResult {
    let tenant = visit.tenant_id();
    render::page(&Page {
        chrome: visit.chrome(),
        name: user.display_name().to_owned(),
        action: urls::user_part(tenant, &user.id, question.part),
        cancel: urls::user(tenant, &user.id),
        users_href: urls::users(tenant),
        question,
    })
}

/// Where an action leads afterwards: the list if it was started there, else the user.
pub fn back(visit: &Visit, user: &User) -> String {
    let tenant = visit.tenant_id();
    let list = urls::users(tenant);
    let came_from =
        visit.request.headers().get("Referer").and_then(|v| v.to_str().ok()).and_then(|v| url::Url::parse(v).ok());
    match came_from {
        Some(from) if from.path() == list => from.query().map_or(list.clone(), |q| format!("{list}?{q}")),
        _ => urls::user(tenant, &user.id),
    }
}
