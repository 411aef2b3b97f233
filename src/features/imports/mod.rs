//! Importing users from a file: it is put on disk as plain UTF-8 (`spool`), read record by record in constant memory
//! (`records`), checked as a whole before anything happens (`check`), and then written in chunks by a job (`run`).

mod batch;
pub mod check;
pub mod draft;
mod insert;
mod judge;
pub mod records;
pub mod rejects;
pub mod run;
pub mod settings;
pub mod spool;
mod tell_owners;
mod update;
