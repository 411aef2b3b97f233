//! Recording what was done: every state change calls [`record`] once, in its own transaction.

use super::context::{Context, Gathered};
use crate::error::Result;
use crate::model::log_event::{Actor, FieldChange, LogEvent};
use crate::model::user::User;
use crate::store::{Tx, log_events};
use serde_json::Value;

/// The code of most acts of operators and programs.
const ACT: &str = "sapi";

/// What to write down about an act; who, when and where come from the [`Context`].
#[derive(Debug, Clone)]
pub struct Entry<'a> {
    /// The type code, `sapi` for most of an operator's acts.
    pub code: &'a str,
    /// A short sentence, for example "Block a User".
    pub description: String,
    /// The user it is about, if any.
    pub user: Option<&'a User>,
    pub diff: Vec<FieldChange>,
}

/// Writes one log event.
pub fn record(tx: &mut Tx, context: &Context, entry: Entry) -> Result<()> {
    let event = event(context, entry);
    let now = if event.code == ACT { context.gathered.join(event) } else { Some(event) };
    now.map_or(Ok(()), |event| log_events::insert(tx, &context.tenant, &event))
}

/// Runs verbs whose acts are told as one, as those of one call: of the `sapi` events about a user, or about none, the first
/// is written, with the changes of all. Events of other codes stand beside it.
pub fn as_one<T>(tx: &mut Tx, context: &Context, verbs: impl FnOnce(&mut Tx, &Context) -> Result<T>) -> Result<T> {
    let context = Context { gathered: Gathered::begin(), ..context.clone() };
    let done = verbs(tx, &context)?;
    for event in context.gathered.end() {
        log_events::insert(tx, &context.tenant, &event)?;
    }
    Ok(done)
}

/// The log event of an act, for those who write many at once.
pub fn event(context: &Context, entry: Entry) -> LogEvent {
    let client = match &context.actor {
        Actor::Client { id, name } => Some((id, name)),
        _ => None,
    };
    LogEvent {
        id: context.ids.log_id(context.now),
        date: context.now,
        code: entry.code.to_owned(),
        description: Some(entry.description),
        user_id: entry.user.map(|u| u.id.as_str().to_owned()),
        user_name: entry.user.map(|u| u.display_name().to_owned()),
        connection: entry.user.map(|u| u.connection.clone()),
        strategy: entry.user.map(|u| u.strategy.clone()),
        client_id: client.map(|(id, _)| id.clone()),
        client_name: client.map(|(_, name)| name.clone()),
        ip: context.ip.clone(),
        user_agent: context.user_agent.clone(),
        hostname: context.hostname.clone(),
        place: None,
        actor: context.actor.clone(),
        diff: entry.diff,
        details: context.job.iter().map(|job| ("job".to_owned(), Value::from(job.as_str()))).collect(),
    }
}

/// One field's change.
pub fn change(field: &str, before: impl Into<Value>, after: impl Into<Value>) -> FieldChange {
    FieldChange { field: field.to_owned(), before: before.into(), after: after.into() }
}

/// The fields in which two states of something differ, given each as `(name, before, after)`.
pub fn changes(fields: impl IntoIterator<Item = (&'static str, Value, Value)>) -> Vec<FieldChange> {
    fields.into_iter().filter(|(_, before, after)| before != after).map(|(name, b, a)| change(name, b, a)).collect()
}
