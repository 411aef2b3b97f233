//! The Connections page.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::connection::{Connection, Kind};
use crate::store::{Tx, connection_applications, connections};

/// A connection and how many applications may use it.
#[derive(Debug, Clone)]
pub struct Listed {
    pub connection: Connection,
    pub applications: i64,
}

/// The connections of a kind (or all) whose names contain a text, and how many there are in all: two statements.
pub fn list(tx: &mut Tx, context: &Context, kind: Option<Kind>, search: &str) -> Result<(Vec<Listed>, usize)> {
    let mut all = connections::all(tx, &context.tenant)?;
    all.sort_by_cached_key(|c| c.label().to_lowercase());
    let counts = connection_applications::applications_by_connection(tx, &context.tenant)?;
    let total = all.len();
    let wanted = search.to_lowercase();
    let matches = |c: &Connection| {
        kind.is_none_or(|k| c.kind() == k)
            && [&c.name, &c.display_name, &c.strategy].iter().any(|text| text.to_lowercase().contains(&wanted))
    };
    let listed = all
        .into_iter()
        .filter(matches)
        .map(|connection| Listed { applications: counts.get(&connection.id).copied().unwrap_or_default(), connection });
    Ok((listed.collect(), total))
}
