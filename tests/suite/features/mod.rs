//! The verbs, without a server.

mod backfill;
mod concurrency;
mod editors;
mod jobs;
mod recycle_bin;
mod seed;
mod upkeep;
