//! `gatehouse reset`: everything away, and in development mode the demo tenants back.

use super::say;
use crate::app::{App, StartError};
use crate::features::seed;
use clap::Args;

#[derive(Args)]
pub(super) struct Reset {
    /// Do it without development mode too: removes every tenant, user and operator for good
    #[arg(long)]
    yes_delete_everything: bool,
}

/// Empties the database.
pub(super) fn run(app: &App, arguments: &Reset) -> Result<(), StartError> {
    if !app.config.is_development() && !arguments.yes_delete_everything {
        return Err(StartError(
            "reset removes every tenant, user and operator; outside of development mode it wants --yes-delete-everything.".into(),
        ));
    }
    app.migrate()?;
    app.db().write(seed::reset)?;
    match app.prepare()? {
        true => say("The database is as new: two demo tenants, Northwind and Acme."),
        false => say("The database is empty."),
    }
    Ok(())
}
