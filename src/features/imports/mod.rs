//! Importing users from a file: it is put on disk as plain UTF-8 (`spool`), read record by record in constant memory
//! (`records`), checked as a whole before anything happens, and then written in chunks by a job.

pub mod records;
pub mod spool;
