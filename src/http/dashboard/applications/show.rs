//! The head of an application's pages, and the fields its two forms share.

use crate::error::FieldErrors;
use crate::features::applications::settings::Typed;
use crate::http::hall::forms::Fields;
use crate::http::urls;
use crate::model::application::{Application, ApplicationKind};
use crate::model::tenant::TenantId;

/// What `layout_application.html` shows.
pub struct ApplicationView {
    pub name: String,
    pub client_id: String,
    pub kind: &'static str,
    pub list_href: String,
    pub delete_href: String,
    /// Address, words and whether it is the current one.
    pub tabs: Vec<(String, &'static str, bool)>,
}

impl ApplicationView {
    /// For a tab, by its last path segment; the empty one is Settings.
    pub fn new(application: &Application, tenant: &TenantId, tab: &str) -> Self {
        let part = |part: &str| urls::application_part(tenant, &application.client_id, part);
        let settings = urls::application(tenant, &application.client_id);
        Self {
            name: application.name.clone(),
            client_id: application.client_id.clone(),
            kind: application.kind.label(),
            list_href: urls::applications(tenant),
            delete_href: part("delete"),
            tabs: vec![
                (settings, "Settings", tab.is_empty()),
                (part("connections"), "Connections", tab == "connections"),
            ],
        }
    }
}

/// The form's fields as typed, with what is wrong with them.
pub struct FormView {
    pub typed: Typed,
    pub errors: FieldErrors,
    /// Value, words, explanation, chosen.
    pub kinds: Vec<(&'static str, &'static str, &'static str, bool)>,
}

impl FormView {
    /// Of what was typed.
    pub fn new(typed: Typed, errors: FieldErrors) -> Self {
        let kinds = ApplicationKind::ALL.map(|k| (k.as_str(), k.label(), k.hint(), typed.kind == k.as_str()));
        Self { kinds: kinds.to_vec(), typed, errors }
    }

    /// Everything wrong with a list of addresses: one sentence a line.
    pub fn all_of(&self, field: &str) -> String {
        self.errors.iter().filter(|e| e.field == field).map(|e| e.message.as_str()).collect::<Vec<_>>().join(" ")
    }
}

/// Reads the fields.
pub fn typed(fields: &Fields) -> Typed {
    let text = |name: &str| fields.text(name).replace("\r\n", "\n");
    Typed {
        name: text("name"),
        description: text("description"),
        kind: text("kind"),
        callbacks: text("callbacks"),
        logout_urls: text("logout_urls"),
        origins: text("origins"),
    }
}
