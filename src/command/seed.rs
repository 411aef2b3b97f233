//! `gatehouse seed`: a file of tenants and users, or any number of generated users.

use super::say;
use crate::app::{App, StartError};
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
    /// The tenant to generate users in (default: the default tenant)
    #[arg(long, requires = "synthetic")]
    tenant: Option<String>,
}

/// Loads or generates.
pub(super) fn run(app: &App, arguments: &Seed) -> Result<(), StartError> {
    app.prepare()?;
    match (&arguments.file, arguments.synthetic) {
        (_, Some(n)) => generate(app, n, arguments.tenant.as_deref()),
        (Some(file), None) => load(app, file),
        (None, None) => Err(StartError("seed wants a file or --synthetic N.".into())),
    }
}

fn load(app: &App, file: &std::path::Path) -> Result<(), StartError> {
    let text =
        std::fs::read_to_string(file).map_err(|e| StartError(format!("cannot read {}: {e}.", file.display())))?;
    let summary = app.db().write(|tx| seed::load(tx, &text, app.now(), Source::File))?;
    say(&format!(
        "Loaded {}: {} tenants, {} operators, {} users and {} log events are new.",
        file.display(),
        summary.tenants,
        summary.operators,
        summary.users,
        summary.events
    ));
    Ok(())
}

fn generate(app: &App, n: u64, tenant: Option<&str>) -> Result<(), StartError> {
    let tenant = match tenant {
        Some(slug) => TenantId::parse(slug).map_err(|e| StartError(format!("--tenant: {}", e.of("slug"))))?,
        None => app
            .db()
            .read(tenants::default)?
            .ok_or_else(|| StartError("there is no tenant yet; name one with --tenant.".into()))?,
    };
    let mut told = 0;
    let mut progress = |done: u64| {
        if done >= told + 10_000 {
            told = done;
            say(&format!("{done} of {n} users"));
        }
    };
    let made = seed::synthetic(app.db(), &tenant, n, app.now(), &mut progress)?;
    say(&format!("Generated {made} users in {tenant}."));
    Ok(())
}
