//! The head of a connection's pages, the fields its two forms share, and the on/off rows of both ends.

use crate::error::FieldErrors;
use crate::features::connections::allow_application::Outcome;
use crate::features::connections::settings::Typed;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::forms::Fields;
use crate::http::hall::render::{self, PageResult};
use crate::http::urls;
use crate::model::connection::{Connection, icon_of};
use crate::model::password_policy::Level;
use crate::model::tenant::TenantId;

/// What `layout_connection.html` shows.
pub struct ConnectionView {
    pub label: String,
    pub name: String,
    pub id: String,
    pub kind: &'static str,
    pub strategy: String,
    pub icon: &'static str,
    pub list_href: String,
    pub delete_href: String,
    pub users_href: String,
    /// Address, words and whether it is the current one.
    pub tabs: Vec<(String, &'static str, bool)>,
}

impl ConnectionView {
    /// For a tab, by its last path segment; the empty one is Settings.
    pub fn new(connection: &Connection, tenant: &TenantId, tab: &str) -> Self {
        Self {
            label: connection.label().to_owned(),
            name: connection.name.clone(),
            id: connection.id.clone(),
            kind: connection.kind().label(),
            strategy: connection.strategy.clone(),
            icon: icon_of(&connection.strategy),
            list_href: urls::connections(tenant),
            delete_href: urls::delete_connection(tenant, &connection.id),
            users_href: format!("{}?connection={}", urls::users(tenant), urls::encode(&connection.name)),
            tabs: vec![
                (urls::connection(tenant, &connection.id), "Settings", tab.is_empty()),
                (urls::connection_applications(tenant, &connection.id), "Applications", tab == "applications"),
            ],
        }
    }
}

/// The form's fields as typed, with what is wrong with them.
pub struct FormView {
    pub typed: Typed,
    pub errors: FieldErrors,
    /// Value, words, chosen.
    pub levels: Vec<(&'static str, &'static str, bool)>,
}

impl FormView {
    /// Of what was typed.
    pub fn new(typed: Typed, errors: FieldErrors) -> Self {
        let levels = Level::ALL.map(|l| (l.as_str(), l.label(), typed.policy == l.as_str()));
        Self { levels: levels.to_vec(), typed, errors }
    }
}

/// Reads the fields. Those a connection does not offer count for nothing.
pub fn typed(fields: &Fields) -> Typed {
    Typed {
        display_name: fields.text("display_name").to_owned(),
        sync: fields.ticked("sync"),
        disable_signup: fields.ticked("disable_signup"),
        requires_username: fields.ticked("requires_username"),
        policy: fields.text("policy").to_owned(),
        min_length: fields.text("min_length").to_owned(),
        uses_dictionary: fields.ticked("uses_dictionary"),
        words: fields.text("words").replace("\r\n", "\n"),
        no_personal_info: fields.ticked("no_personal_info"),
        history: fields.text("history").to_owned(),
    }
}

/// One row of the relation between connections and applications, seen from one end.
pub struct Switch {
    pub name: String,
    pub second_line: String,
    pub icon: &'static str,
    pub kind: &'static str,
    pub href: String,
    pub on: bool,
    /// Posting here turns it over.
    pub action: String,
}

/// Says what was switched on the page of the list that it was switched on, and offers to switch it back.
pub fn switched(visit: &Visit, list: String, outcome: &Outcome, on: bool, undo: String) -> PageResult {
    let url = visit.back_to(list);
    let Outcome { connection, application, changed } = outcome;
    let state = if on { "on" } else { "off" };
    if *changed {
        let text = format!("{connection} has been turned {state} for {application}.");
        render::done_with_undo(&visit.request, url, text, undo)
    } else {
        render::done(&visit.request, url, format!("{connection} was {state} for {application} already."))
    }
}
