//! A row of History and of Logs: what happened in words, when, where.

use crate::http::dashboard::operator::Visit;
use crate::http::hall::shown::When;
use crate::http::urls;
use crate::model::connection::Connection;
use crate::model::log_event::{Actor, LogEvent, Tone, code_info};
use crate::model::user::UserId;

/// An event in a list.
#[derive(Debug, Clone)]
pub struct EventRow {
    pub href: String,
    pub title: String,
    pub detail: String,
    pub icon: &'static str,
    /// `good`, `bad` or empty.
    pub tone: &'static str,
    pub when: When,
    pub user: String,
    /// Empty when there is no user to go to.
    pub user_href: String,
    pub application: String,
    pub connection: String,
    pub ip: String,
    pub location: String,
}

/// What stands for nothing.
const NONE: &str = "—";

impl EventRow {
    /// Of an event whose page is at `href`.
    pub fn new(visit: &Visit, connections: &[Connection], event: &LogEvent, href: String) -> Self {
        let (title, detail) = words(event);
        let info = code_info(&event.code);
        let user = event.user_name.as_ref().or(event.user_id.as_ref());
        let user_href = event.user_id.clone().map(|id| urls::user(visit.tenant_id(), &UserId::from_text(id)));
        Self {
            href,
            title,
            detail,
            icon: info.map_or("circle-dot", |i| i.icon),
            tone: tone(info.map_or(Tone::Plain, |i| i.tone)),
            when: When::at(event.date, visit.clock()),
            user: user.cloned().unwrap_or_else(|| NONE.to_owned()),
            user_href: user_href.unwrap_or_default(),
            application: application(event),
            // The provider had no part in what somebody changed here.
            connection: if is_change(event) { NONE.to_owned() } else { connection(connections, event) },
            ip: event.ip.clone().unwrap_or_else(|| NONE.to_owned()),
            location: event.place.as_ref().map_or_else(|| NONE.to_owned(), |p| format!("{}, {}", p.city, p.country)),
        }
    }
}

/// A tone's class.
pub fn tone(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "good",
        Tone::Bad => "bad",
        Tone::Plain => "",
    }
}

/// The application's name; an operator works in Gatehouse itself.
pub fn application(event: &LogEvent) -> String {
    let name = event.client_name.clone().or_else(|| event.client_id.clone()).filter(|n| !n.is_empty());
    let own = if event.actor == Actor::User && !is_change(event) { NONE } else { "Gatehouse" };
    name.unwrap_or_else(|| own.to_owned())
}

/// The label of the connection.
pub fn connection(connections: &[Connection], event: &LogEvent) -> String {
    let Some(name) = event.connection.as_deref().filter(|n| !n.is_empty()) else { return NONE.to_owned() };
    connections.iter().find(|c| c.name == name).map_or(name, |c| c.label()).to_owned()
}

fn is_change(event: &LogEvent) -> bool {
    matches!(event.code.as_str(), "sapi" | "fapi")
}

/// What happened, and its second line: a change is told by its description, anything else by its code's name.
pub fn words(event: &LogEvent) -> (String, String) {
    let name = code_info(&event.code).map_or(event.code.as_str(), |i| i.name);
    let description = event.description.as_deref().unwrap_or_default().trim();
    let by = match &event.actor {
        Actor::Operator { name, .. } | Actor::Client { name, .. } if !name.is_empty() => format!("by {name}"),
        _ => String::new(),
    };
    let (title, rest) = if is_change(event) && !description.is_empty() {
        match description.split_once(": ") {
            Some((title, object)) => (title, format!("“{object}”")),
            None => (description, String::new()),
        }
    } else {
        let (short, more) = name.split_once(" (").unwrap_or((name, ""));
        let more = if description.is_empty() { more.trim_end_matches(')') } else { description };
        (short, more.to_owned())
    };
    let detail = [rest, by].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    (title.to_owned(), detail)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event(code: &str, description: Option<&str>, actor: Actor) -> LogEvent {
        LogEvent { code: code.into(), description: description.map(str::to_owned), actor, ..LogEvent::default() }
    }

    #[test]
    fn events_are_told_in_two_lines() {
        let operator = Actor::Operator { id: "op".into(), name: "Demo Administrator".into() };
        for (event, expected) in [
            (event("s", None, Actor::User), ("Success Login", "")),
            (event("fp", None, Actor::User), ("Failed Login", "Incorrect Password")),
            (event("fp", Some("Wrong password"), Actor::User), ("Failed Login", "Wrong password")),
            (
                event("sapi", Some("Role assigned: Editor"), operator.clone()),
                ("Role assigned", "“Editor” by Demo Administrator"),
            ),
            (event("sapi", Some("Block a User"), operator.clone()), ("Block a User", "by Demo Administrator")),
            (event("svr", None, operator), ("Success Verification Email Request", "by Demo Administrator")),
            (event("new_code", None, Actor::System), ("new_code", "")),
        ] {
            assert_eq!(words(&event), (expected.0.to_owned(), expected.1.to_owned()));
        }
    }
}
