//! Exporting users to a file: described and started (`start`), written in chunks by a job (`run`).

pub mod run;
pub mod start;
