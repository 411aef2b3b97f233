//! What a kind of job is to the worker: something that can be done one chunk at a time.

use crate::error::Result;
use crate::features::context::{Context, Ids};
use crate::features::{exports, imports};
use crate::model::JsonObject;
use crate::model::job::{Job, JobKind};
use crate::model::operator::Right;
use crate::model::tenant::TenantId;
use crate::security::seal::Sealer;
use crate::store::{Db, Tx};
use std::path::PathBuf;
use std::sync::Arc;

/// Makes an address of a tenant and the id of one of its jobs.
pub type JobUrl = Arc<dyn Fn(&TenantId, &str) -> String + Send + Sync>;

/// Where work is done.
#[derive(Clone)]
pub struct Site {
    pub db: Db,
    pub ids: Ids,
    /// Seals what must be read again, such as the secrets of authenticator apps.
    pub sealer: Sealer,
    /// The directory of uploads and results; replicas share it.
    pub files: PathBuf,
    /// The address of the page that verifies an email address, of the secret that it carries.
    pub verification_url: Arc<dyn Fn(&str) -> String + Send + Sync>,
    /// The address of a job's page in the dashboard, of the tenant and the job's id.
    pub job_url: JobUrl,
}

/// How far a chunk has come. The counts are of this chunk alone.
#[derive(Debug, Clone, Default)]
pub struct Progress {
    /// Where the next chunk begins.
    pub cursor: JsonObject,
    /// How many things there are to do, once that is known.
    pub total: Option<i64>,
    pub succeeded: i64,
    pub skipped: i64,
    pub failed: i64,
    /// The kind's own outcomes by word, added up in the job's summary.
    pub outcomes: Vec<(&'static str, i64)>,
    /// A file with results, below the directory of jobs.
    pub result_path: Option<String>,
    /// Nothing is left to do.
    pub finished: bool,
}

/// A chunk that is ready to be done in one transaction, which may run more than once until it is committed.
pub type Chunk<'a> = Box<dyn FnMut(&mut Tx, &Context) -> Result<Progress> + 'a>;

/// A kind of work.
pub trait Work: Sync {
    /// Prepares the chunk at the job's cursor: what is slow and needs no transaction (reading a file, hashing) happens
    /// here, and all effects inside of what it answers with. A chunk takes a tenth of a second or so: while it runs,
    /// other writers wait. An error gives up on the whole job, unless it is [`crate::error::Error::Unavailable`].
    fn chunk<'a>(&self, site: &'a Site, tenant: &'a TenantId, job: &'a Job) -> Result<Chunk<'a>>;

    /// The log's code of a job that failed as a whole, for kinds that have one.
    fn failure_code(&self) -> Option<&'static str> {
        None
    }

    /// What else happens in the transaction in which such a job ends, well or not; nothing for most kinds.
    fn ended(&self, _tx: &mut Tx, _context: &Context, _site: &Site, _job: &Job) -> Result<()> {
        Ok(())
    }

    /// What an operator who described such a job must still be allowed to do; asked before each chunk.
    fn right(&self) -> Right;

    /// The scope of the Management API that a program who did must still be granted: that of reading, for work that
    /// changes nothing.
    fn scope(&self) -> &'static str {
        "read:users"
    }
}

/// Who does a kind.
pub fn of(kind: JobKind) -> &'static dyn Work {
    match kind {
        JobKind::UsersBulk => &super::users_bulk::UsersBulk,
        JobKind::UsersImportCheck => &imports::check::UsersImportCheck,
        JobKind::UsersImport => &imports::run::UsersImport,
        JobKind::UsersExport => &exports::run::UsersExport,
        JobKind::VerificationEmail => &super::verification_email::VerificationEmail,
    }
}
