//! What stands round the search box of the users list: the choice of what is searched, what is wrong with the search, why
//! nothing was found, and the saved views.

use crate::error::Error;
use crate::features::users::list::Choice;
use crate::http::urls;
use crate::model::search::{Mistake, Mode};
use crate::model::tenant::TenantId;
use actix_web::http::StatusCode;

/// The box and its surroundings.
pub struct SearchBox {
    pub text: String,
    /// Value, words, whether it is chosen.
    pub modes: Vec<(&'static str, &'static str, bool)>,
    pub placeholder: &'static str,
    /// The query language is read when it is complete, everything else while it is typed.
    pub is_lucene: bool,
    pub help: String,
    pub problem: Option<Problem>,
    pub views: Vec<ViewLink>,
    /// Where this search is saved as a view.
    pub save_view: String,
    pub all_views: String,
}

/// An entry of the Views menu.
pub struct ViewLink {
    pub name: String,
    pub href: String,
    pub current: bool,
}

/// Why a search was not done.
#[derive(Debug, Clone)]
pub struct Problem {
    pub title: &'static str,
    pub message: String,
    pub suggestion: String,
    /// The query before the mistake, the mistake, and after it; empty when no place is to blame.
    pub before: String,
    pub marked: String,
    pub after: String,
    pub status: StatusCode,
}

impl Problem {
    /// Of a search that cannot be read. `written` is the query the text stands for.
    pub fn of_mistake(mistake: &Mistake, written: &str) -> Self {
        let (before, marked, after) = mistake.split(written);
        Self {
            title: "This search cannot be read",
            message: mistake.message.clone(),
            suggestion: mistake.suggestion.clone(),
            before: before.to_owned(),
            // Something that is missing at the end needs a place to stand.
            marked: if marked.is_empty() { "\u{2423}".to_owned() } else { marked.to_owned() },
            after: after.to_owned(),
            status: StatusCode::BAD_REQUEST,
        }
    }

    /// Of a search that was stopped, if that is what happened.
    pub fn of_error(error: &Error) -> Option<Self> {
        matches!(error, Error::TooSlow).then(|| Self {
            title: "This search took too long",
            message: "No index serves it, and it was stopped after two seconds so that nobody else has to wait.".to_owned(),
            suggestion: "Search for an exact value or the beginning of one, or add a condition that finds few, such as email.domain or a value of app_metadata."
                .to_owned(),
            before: String::new(),
            marked: String::new(),
            after: String::new(),
            status: StatusCode::SERVICE_UNAVAILABLE,
        })
    }
}

impl SearchBox {
    /// For a text in a mode; `query` is the canonical query of the list's address.
    pub fn new(
        tenant: &TenantId,
        mode: Mode,
        text: &str,
        problem: Option<Problem>,
        views: Vec<Choice>,
        query: &str,
    ) -> Self {
        let link = |view: Choice| ViewLink {
            href: urls::users_with(tenant, &view.value),
            current: view.value == query,
            name: view.name,
        };
        Self {
            text: text.to_owned(),
            modes: Mode::ALL.map(|m| (m.as_str(), m.label(), m == mode)).to_vec(),
            placeholder: mode.placeholder(),
            is_lucene: mode == Mode::Lucene,
            help: urls::search_help(tenant),
            views: views.into_iter().map(link).collect(),
            save_view: urls::create_saved_view(tenant, query),
            all_views: urls::saved_views(tenant),
            problem,
        }
    }
}

/// Why nobody was found, in a sentence.
pub fn nobody(mode: Mode, text: &str, narrowed: bool) -> String {
    let unknown = mode.filter(text).map(|filter| filter.unknown().join(", ")).unwrap_or_default();
    if !unknown.is_empty() {
        return format!(
            "No user has a field called {unknown}. Values of your own are searched as user_metadata.{unknown} or app_metadata.{unknown}."
        );
    }
    match (mode, narrowed) {
        (_, true) => "Nobody fits this search and these filters together.".to_owned(),
        _ if text.is_empty() => "Nobody fits these filters.".to_owned(),
        (Mode::User, _) if text.chars().count() < 3 => {
            "No name and no email address begins with this. From 3 characters on, every part of them is searched."
                .to_owned()
        }
        (Mode::User, _) => {
            "No id, name, email address, phone number, username or last IP address contains this.".to_owned()
        }
        (Mode::Lucene, _) => {
            "The query is understood, and no user matches it. Values are compared as a whole: use * for a part of one."
                .to_owned()
        }
        (mode, _) => format!("Nobody fits this search by {}.", mode.label().to_lowercase()),
    }
}
