//! `gatehouse seed`: a file of tenants and users, or any number of generated users.

use super::say;
use crate::app::{App, StartError};
use crate::features::connections::seal_kept;
use crate::features::seed::{self, Source};
use crate::features::tenants;
use crate::model::tenant::TenantId;
use clap::Args;
use std::path::PathBuf;

#[derive(Args)]
pub(super) struct Seed {
    /// A YAML file in the seed format that the README describes
    #[arg(required_unless_present = "synthetic")]
    file: Option<PathBuf>,
    /// Generate so many users instead
    #[arg(long, value_name = "N", conflicts_with = "file")]
    synthetic: Option<u64>,
    /// Generate so many log events of the generated users as well
    #[arg(long, value_name = "N", requires = "synthetic", default_value_t = 0)]
    events: u64,
    /// The tenant to generate users in (default: the default tenant)
    #[arg(long, requires = "synthetic")]
    tenant: Option<String>,
}

/// Loads or generates.
pub(super) fn run(app: &App, arguments: &Seed) -> Result<(), StartError> {
    app.prepare()?;
    match (&arguments.file, arguments.synthetic) {
        (_, Some(n)) => generate(app, n, arguments.events, arguments.tenant.as_deref()),
        (Some(file), None) => load(app, file),
        (None, None) => Err(StartError("seed wants a file or --synthetic N.".into())),
    }
}

fn load(app: &App, file: &std::path::Path) -> Result<(), StartError> {
    let text =
        std::fs::read_to_string(file).map_err(|e| StartError(format!("cannot read {}: {e}.", file.display())))?;
    let sealer = app.site().sealer;
    let summary = app.db().write(|tx| {
        let summary = seed::load(tx, &text, app.now(), Source::File)?;
        seal_kept::seal_kept(tx, &sealer, &app.ids, app.now())?;
        Ok(summary)
    })?;
    say(&format!(
        "Loaded {}. New are: tenants {}, operators {}, users {}, log events {}.",
        file.display(),
        summary.tenants,
        summary.operators,
        summary.users,
        summary.events
    ));
    Ok(())
}

fn generate(app: &App, users: u64, events: u64, tenant: Option<&str>) -> Result<(), StartError> {
    let tenant = match tenant {
        Some(slug) => TenantId::parse(slug).map_err(|e| StartError(format!("--tenant: {}", e.of("slug"))))?,
        None => app
            .db()
            .read(tenants::default)?
            .ok_or_else(|| StartError("there is no tenant yet; name one with --tenant.".into()))?,
    };
    let made = seed::synthetic(app.db(), &tenant, users, app.now(), &mut teller(users, "users"))?;
    say(&format!("Generated {made} users in {tenant}."));
    if events > 0 {
        let size = (users, events);
        let made = seed::synthetic_events(app.db(), &tenant, size, app.now(), &mut teller(events, "log events"))?;
        say(&format!("Generated {made} log events in {tenant}."));
    }
    Ok(())
}

/// Says now and then how far it is.
fn teller(of: u64, what: &'static str) -> impl FnMut(u64) {
    let mut told = 0;
    move |done| {
        if done >= told + 10_000 {
            told = done;
            say(&format!("{done} of {of} {what}"));
        }
    }
}
