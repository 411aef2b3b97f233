//! The Applications page.

use crate::error::Result;
use crate::features::context::Context;
use crate::model::application::Application;
use crate::store::{Tx, applications, connection_applications};

/// An application and how many connections it may use.
#[derive(Debug, Clone)]
pub struct Listed {
    pub application: Application,
    pub connections: i64,
}

/// The applications whose name or client id contains a text, and how many there are in all: two statements. The few
/// there are get compared and sorted here, so that upper and lower case mean the same in every script and on both databases.
pub fn list(tx: &mut Tx, context: &Context, search: &str) -> Result<(Vec<Listed>, usize)> {
    let mut all = applications::all(tx, &context.tenant)?;
    all.sort_by_cached_key(|a| a.name.to_lowercase());
    let counts = connection_applications::connections_by_application(tx, &context.tenant)?;
    let total = all.len();
    let wanted = search.to_lowercase();
    let matches = |a: &Application| {
        wanted.is_empty() || a.name.to_lowercase().contains(&wanted) || a.client_id.to_lowercase().contains(&wanted)
    };
    let listed = all.into_iter().filter(matches).map(|application| Listed {
        connections: counts.get(&application.client_id).copied().unwrap_or_default(),
        application,
    });
    Ok((listed.collect(), total))
}
