//! All that is known of one event: the body of its page in Logs and in History.

use super::row::{self, tone};
use crate::features::logs::find::Found;
use crate::http::dashboard::operator::Visit;
use crate::http::hall::json_view::JsonView;
use crate::http::hall::shown::When;
use crate::http::urls;
use crate::model::log_event::{Actor, FieldChange, LogEvent, Tone, code_info};
use crate::model::log_event_json::log_event_json;
use crate::model::user::UserId;
use serde_json::Value;

/// What the page shows.
#[derive(Debug, Clone)]
pub struct EventView {
    pub id: String,
    pub title: String,
    pub detail: String,
    pub icon: &'static str,
    pub tone: &'static str,
    pub when: When,
    pub code: String,
    pub code_name: &'static str,
    pub facts: Vec<Fact>,
    /// Empty when the event is about no user.
    pub user_id: String,
    pub user_agent: String,
    pub changes: Vec<Change>,
    pub record: JsonView,
}

/// A label, its value, and where the value leads (or nowhere).
#[derive(Debug, Clone)]
pub struct Fact {
    pub label: &'static str,
    pub value: String,
    pub href: String,
    pub more: String,
}

/// A field before and after.
#[derive(Debug, Clone)]
pub struct Change {
    pub field: String,
    pub before: String,
    pub after: String,
}

impl EventView {
    /// Of an event that was found.
    pub fn new(visit: &Visit, found: &Found) -> Self {
        let event = &found.event;
        let (title, detail) = row::words(event);
        let info = code_info(&event.code);
        Self {
            id: event.id.clone(),
            title,
            detail,
            icon: info.map_or("circle-dot", |i| i.icon),
            tone: tone(info.map_or(Tone::Plain, |i| i.tone)),
            when: When::at(event.date, visit.clock()),
            code: event.code.clone(),
            code_name: info.map_or("Unknown code", |i| i.name),
            facts: facts(visit, found),
            user_id: event.user_id.clone().unwrap_or_default(),
            user_agent: event.user_agent.clone().filter(|a| !a.is_empty()).unwrap_or_else(|| "—".to_owned()),
            changes: event.diff.iter().map(change).collect(),
            record: JsonView::of(&log_event_json(event, found.connection().map(|c| c.id.as_str()))),
        }
    }
}

fn facts(visit: &Visit, found: &Found) -> Vec<Fact> {
    let event = &found.event;
    let tenant = visit.tenant_id();
    let fact = |label, value: Option<&str>, href: Option<String>, more: &str| Fact {
        label,
        value: value.filter(|v| !v.is_empty()).unwrap_or("—").to_owned(),
        href: href.unwrap_or_default(),
        more: more.to_owned(),
    };
    let user_id = event.user_id.as_deref();
    let user_href =
        user_id.filter(|_| found.user_exists).map(|id| urls::user(tenant, &UserId::from_text(id.to_owned())));
    let gone = if user_id.is_some() && !found.user_exists { "Deleted since" } else { "" };
    let connection = found.connection();
    let connection_href = connection.map(|c| urls::connection(tenant, &c.id));
    let application_href =
        event.client_id.as_deref().filter(|id| !id.is_empty()).map(|id| urls::application(tenant, id));
    let place = event.place.as_ref().map(|p| format!("{}, {}", p.city, p.country));
    let point = event.place.as_ref().map(|p| format!("{:.3}, {:.3}", p.latitude, p.longitude)).unwrap_or_default();
    let (actor, role) = actor(event);
    vec![
        fact("User", event.user_name.as_deref().or(user_id), user_href, gone),
        fact("Done by", Some(&actor), None, role),
        fact(
            "Application",
            Some(&row::application(event)),
            application_href,
            event.client_id.as_deref().unwrap_or_default(),
        ),
        fact(
            "Identity provider",
            Some(&row::connection(&found.connections, event)),
            connection_href,
            event.strategy.as_deref().unwrap_or_default(),
        ),
        fact("IP address", event.ip.as_deref(), None, ""),
        fact("Location", place.as_deref(), None, &point),
    ]
}

fn actor(event: &LogEvent) -> (String, &'static str) {
    match &event.actor {
        Actor::Operator { name, .. } => (name.clone(), "Operator"),
        Actor::Client { name, .. } => (name.clone(), "Application"),
        Actor::User => {
            (event.user_name.clone().or_else(|| event.user_id.clone()).unwrap_or_else(|| "Unknown".into()), "User")
        }
        Actor::System => ("Gatehouse".to_owned(), "By itself"),
    }
}

fn change(change: &FieldChange) -> Change {
    Change { field: change.field.clone(), before: value(&change.before), after: value(&change.after) }
}

/// Texts stand by themselves, nothing is a dash, all else is JSON.
fn value(value: &Value) -> String {
    match value {
        Value::Null => "—".to_owned(),
        Value::String(text) if text.is_empty() => "(empty)".to_owned(),
        Value::String(text) => text.clone(),
        Value::Array(_) | Value::Object(_) => serde_json::to_string_pretty(value).unwrap_or_default(),
        other => other.to_string(),
    }
}
