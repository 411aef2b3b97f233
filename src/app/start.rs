//! Making the database ready: directory, migrations, and in development mode the demo tenants.

use super::{App, directory};
use crate::error::Error;
use crate::features::connections::seal_kept;
use crate::features::{demo, tenants};
use crate::security::seal::Sealer;
use crate::store::{migrate, search_values};
use std::path::Path;

/// Why the server cannot start, in one sentence that names the setting and the cure.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct StartError(pub String);

impl From<Error> for StartError {
    /// What is wrong with a field is said without its name: a terminal has no fields.
    fn from(error: Error) -> Self {
        match error {
            Error::Invalid(wrong) => Self(wrong.iter().map(|e| e.message.as_str()).collect::<Vec<_>>().join("\n")),
            error => Self(error.to_string()),
        }
    }
}

impl App {
    /// Runs the migrations and, where it is due, loads the demo data. Answers whether the demo was loaded.
    pub fn prepare(&self) -> Result<bool, StartError> {
        self.migrate()?;
        directory::warn_if_open(&self.config.data_dir);
        let now = self.now();
        let loads_demo = self.db.write(|tx| {
            // Of servers that start at once on an empty database one loads the demo, and the others find it there.
            migrate::take_turn(tx)?;
            let loads_demo = self.config.demo_data && tenants::is_empty(tx)?;
            if loads_demo {
                demo::load(tx, now)?;
            }
            tenants::install_apis(tx, |tenant| self.config.base_url(tenant), now)?;
            if loads_demo {
                demo::grant(tx, now)?;
            }
            Ok(loads_demo)
        })?;
        let sealer = Sealer::new(&self.signer);
        if self.db.read(|tx| seal_kept::any(tx, &sealer))? {
            self.db.write(|tx| seal_kept::seal_kept(tx, &sealer, &self.ids, now))?;
        }
        Ok(loads_demo)
    }

    /// Runs the migrations that have not run yet, and answers with their names.
    pub fn migrate(&self) -> Result<Vec<String>, StartError> {
        if let Some(file) = self.db.file() {
            create_directory_of(Path::new(file))?;
        }
        let run = || {
            let applied = migrate::run(&self.db)?;
            search_values::backfill(&self.db)?;
            Ok(applied)
        };
        run().map_err(|e: Error| {
            // PostgreSQL ends its words with a line of their own.
            let why = e.to_string();
            StartError(format!(
                "GATEHOUSE_DATABASE_URL: cannot open the database: {}. Check the address, that the server is running and has this database, and that a file's directory is writable.",
                why.trim_end().trim_end_matches('.')
            ))
        })
    }
}

impl App {
    /// Whether every migration has run; an error means that the database does not answer.
    pub async fn is_ready(&self) -> crate::error::Result<bool> {
        self.read(migrate::is_current).await
    }
}

fn create_directory_of(file: &Path) -> Result<(), StartError> {
    let Some(directory) = file.parent().filter(|p| !p.as_os_str().is_empty()) else { return Ok(()) };
    directory::create(directory).map_err(|e| {
        StartError(format!(
            "GATEHOUSE_DATA_DIR: cannot create {}: {e}. Make its parent writable for this user, or name another directory.",
            directory.display()
        ))
    })
}
