//! Seeds: whole tenants from a YAML file, many made-up users at once, and the way back to an empty house.
//!
//! A seed is read strictly (`file.rs`), planned without touching the database (`plan.rs`, `user_plan.rs`), and written
//! (`write.rs`). Loading is idempotent: a tenant, application, connection, API, role, user or operator that exists is
//! left as it is, with everything in it; what is new is added. Log events come with the tenant or user they belong to,
//! and an API that exists is given the permissions it lacks. The same file and clock make the same rows everywhere,
//! apart from password hashes, whose salt is random.

mod derived;
mod dice;
mod event_plan;
mod file;
mod identity_plan;
mod mistakes;
mod moment;
mod names;
mod operator_plan;
mod plan;
mod synthetic;
mod synthetic_events;
mod user_plan;
mod write;

pub use synthetic::synthetic;
pub use synthetic_events::synthetic_events;

use crate::error::{Error, Result};
use crate::model::Timestamp;
use crate::store::{Tx, seeding};
use file::SeedFile;
use mistakes::Mistakes;

/// The version of the format that is read.
const VERSION: u32 = 1;

/// Where a seed comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A file given by the operator of the installation.
    File,
    /// The embedded demo: its first operator may sign in by one click.
    Demo,
}

/// How much was new.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    pub tenants: usize,
    pub operators: usize,
    pub users: usize,
    pub events: usize,
}

/// Loads a seed. When anything is wrong, everything that is wrong is named with its line, and nothing is written.
pub fn load(tx: &mut Tx, yaml: &str, now: Timestamp, source: Source) -> Result<Summary> {
    let seed: SeedFile = serde_norway::from_str(yaml).map_err(|e| mistakes::unreadable(&e))?;
    if seed.version != VERSION {
        return Err(Error::field(mistakes::FIELD, format!("version: this is version {VERSION}, not {}", seed.version)));
    }
    let mut mistakes = Mistakes::new(yaml);
    let operators = operator_plan::plan(seed.operators, &seed.tenants, now, source, &mut mistakes);
    let planned: Vec<_> = seed
        .tenants
        .into_iter()
        .map(|tenant| plan::plan(tenant, now, &seed.places, &operators, &mut mistakes))
        .collect();
    mistakes.into_result()?;
    let mut summary = Summary::default();
    for tenant in planned {
        write::write(tx, tenant, &mut summary)?;
    }
    operator_plan::write(tx, operators, &mut summary)?;
    Ok(summary)
}

/// Removes all tenants and operators, with everything that is theirs.
pub fn reset(tx: &mut Tx) -> Result<()> {
    seeding::reset(tx)
}
