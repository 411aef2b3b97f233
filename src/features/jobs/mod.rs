//! Long work as jobs: described, started, done in chunks by a worker, watched, cancelled.
//!
//! To add a kind: a variant of [`crate::model::job::JobKind`], a file here that implements [`work::Work`], a line in
//! [`work::of`].

pub mod cancel;
pub mod draft;
pub mod files;
pub mod list;
pub mod selected;
pub mod start;
pub mod users_bulk;
pub mod verification_email;
pub mod work;
pub mod worker;
