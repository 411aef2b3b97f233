//! The page that asks before something is taken away or given out: a dialog with scripts, a page without.

use crate::http::dashboard::operator::Visit;
use crate::http::hall::chrome::Chrome;
use crate::http::hall::commands::{ApiCall, Command};
use crate::http::hall::render::{self, PageResult};
use askama::Template;

/// What is asked.
pub struct Question {
    pub title: String,
    /// Names what it is about.
    pub text: String,
    /// What happens then, one sentence each.
    pub consequences: Vec<String>,
    /// A verb.
    pub button: &'static str,
    /// Where the form goes.
    pub action: String,
    /// The way back, and where the page stands below.
    pub cancel: String,
    pub parent: String,
    /// The part of the dashboard that the parent is in, for the page's title; empty when the parent is that part.
    pub area: &'static str,
    /// Whether something is taken away, and the button says so.
    pub danger: bool,
}

#[derive(Template)]
#[template(path = "confirm.html")]
struct Page {
    chrome: Chrome,
    question: Question,
    commands: Vec<Command>,
}

/// Shows the question.
pub fn page(visit: &Visit, question: Question) -> PageResult {
    render::page(&Page { chrome: visit.chrome(), question, commands: Vec::new() })
}

/// Shows the question, and the same for programs.
pub fn page_with(visit: &Visit, question: Question, call: ApiCall) -> PageResult {
    let commands = visit.commands([("", call)]);
    render::page(&Page { chrome: visit.chrome(), question, commands })
}
