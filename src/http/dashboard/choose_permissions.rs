//! The dialog that chooses permissions: an API first, then some of its permissions. For users and for roles.

use crate::error::FieldErrors;
use crate::features::resource_servers::choice::Choice;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use askama::Template;

/// What is asked.
pub struct Question {
    pub title: String,
    /// The address of the form, the choice of the API included.
    pub action: String,
    pub cancel: String,
    pub parent: String,
    pub button: &'static str,
    /// What a held permission says of itself.
    pub held: &'static str,
}

#[derive(Template)]
#[template(path = "choose_permissions.html")]
struct Page {
    chrome: Chrome,
    question: Question,
    choice: Choice,
    chosen: String,
    ticked: Vec<String>,
    errors: FieldErrors,
    create_api: String,
    api_href: String,
}

/// Shows the question, after a mistake with what was ticked.
pub fn page(visit: &Visit, question: Question, choice: Choice, ticked: Vec<String>, errors: FieldErrors) -> PageResult {
    let chosen = choice.chosen.as_ref().map(|api| api.id.clone()).unwrap_or_default();
    let page = Page {
        chrome: visit.chrome(),
        create_api: urls::create_api(visit.tenant_id()),
        api_href: urls::api_part(visit.tenant_id(), &chosen, "permissions"),
        question,
        choice,
        chosen,
        ticked,
        errors,
    };
    if page.errors.is_empty() { render::page(&page) } else { render::invalid(&page) }
}
