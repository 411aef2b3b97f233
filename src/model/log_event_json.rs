//! A log event as JSON: the record of the log contract, as the Management API returns it.

use super::connection::Kind;
use super::log_event::{Actor, LogEvent, Place};
use super::{JsonObject, iso};
use serde_json::{Value, json};

/// The record of an event and of the connection that has its connection's name. What an event does not have is left out,
/// except the texts that the contract always gives.
pub fn log_event_json(event: &LogEvent, connection_id: Option<&str>) -> Value {
    let mut out = JsonObject::new();
    out.insert("_id".into(), event.id.as_str().into());
    out.insert("log_id".into(), event.id.as_str().into());
    out.insert("date".into(), iso(event.date).into());
    out.insert("type".into(), event.code.as_str().into());
    out.insert("description".into(), event.description.as_deref().map_or(Value::Null, Value::from));
    let texts = [
        ("connection", &event.connection),
        ("client_id", &event.client_id),
        ("client_name", &event.client_name),
        ("ip", &event.ip),
        ("user_agent", &event.user_agent),
        ("user_id", &event.user_id),
        ("user_name", &event.user_name),
        ("strategy", &event.strategy),
    ];
    for (key, text) in texts {
        out.insert(key.into(), text.as_deref().unwrap_or_default().into());
    }
    let more = [("connection_id", connection_id), ("hostname", event.hostname.as_deref())];
    for (key, text) in more.into_iter().chain(["audience", "scope"].map(|key| (key, event.detail(key)))) {
        if let Some(text) = text {
            out.insert(key.into(), text.into());
        }
    }
    let strategy_type = event.strategy.as_deref().map_or("", |s| Kind::of(s).strategy_type());
    out.insert("strategy_type".into(), strategy_type.into());
    out.insert("isMobile".into(), event.user_agent.as_deref().is_some_and(|agent| agent.contains("Mobi")).into());
    if let Some(place) = &event.place {
        out.insert("location_info".into(), location(place));
    }
    let details = details(event);
    if !details.is_empty() {
        out.insert("details".into(), Value::Object(details));
    }
    Value::Object(out)
}

fn location(place: &Place) -> Value {
    json!({
        "country_code": place.country_code,
        "country_name": place.country,
        "city_name": place.city,
        "latitude": place.latitude,
        "longitude": place.longitude,
    })
}

fn details(event: &LogEvent) -> JsonObject {
    let mut details = event.details.clone();
    let auth = match &event.actor {
        Actor::Operator { id, name } => Some(("operator", id.clone(), name)),
        Actor::Client { id, name } => Some(("jwt", format!("{id}@clients"), name)),
        Actor::User | Actor::System => None,
    };
    if let Some((strategy, id, name)) = auth {
        let user = json!({ "user_id": id, "name": name });
        details.insert("request".into(), json!({ "auth": { "strategy": strategy, "user": user } }));
    }
    if !event.diff.is_empty() {
        let change =
            |c: &super::log_event::FieldChange| json!({ "field": c.field, "before": c.before, "after": c.after });
        details.insert("changes".into(), event.diff.iter().map(change).collect());
    }
    details
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_contracts_keys_are_there_and_unknown_places_are_not() {
        let mut event =
            LogEvent { id: "900".into(), code: "s".into(), strategy: Some("auth0".into()), ..LogEvent::default() };
        let record = log_event_json(&event, None);
        assert_eq!(
            (&record["_id"], &record["log_id"], &record["strategy_type"]),
            (&json!("900"), &json!("900"), &json!("database"))
        );
        assert!(
            record.get("location_info").is_none() && record.get("details").is_none() && record["description"].is_null()
        );
        let further = ["connection_id", "hostname", "audience", "scope"];
        assert!(further.iter().all(|key| record.get(key).is_none()), "{record}");
        event.hostname = Some("users.example.com".into());
        event.details = [("audience".to_owned(), json!("https://orders")), ("scope".to_owned(), json!("read"))]
            .into_iter()
            .collect();
        let record = log_event_json(&event, Some("con_1"));
        let told = further.map(|key| record[key].as_str().unwrap_or_default());
        assert_eq!(told, ["con_1", "users.example.com", "https://orders", "read"]);
    }
}
