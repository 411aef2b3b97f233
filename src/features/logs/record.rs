//! Events as programs are told of them: each with the id of its connection, which is not kept with it.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::log_event::LogEvent;
use crate::store::{Tx, connections};
use std::collections::BTreeSet;

/// An event, and the id of the connection that has the name of its connection.
#[derive(Debug, Clone)]
pub struct Record {
    pub event: LogEvent,
    pub connection_id: Option<String>,
}

/// The records of these events: one statement, however many they are.
pub fn records(tx: &mut Tx, context: &Context, events: Vec<LogEvent>) -> Result<Vec<Record>> {
    let names: BTreeSet<&str> = events.iter().filter_map(|event| event.connection.as_deref()).collect();
    let ids = connections::ids(tx, &context.tenant, &names.into_iter().collect::<Vec<_>>())?;
    let record = |event: LogEvent| {
        let connection_id = event.connection.as_ref().and_then(|name| ids.get(name)).cloned();
        Record { event, connection_id }
    };
    Ok(events.into_iter().map(record).collect())
}
