//! The verbs, without a server.

mod concurrency;
mod editors;
mod jobs;
mod seed;
mod upkeep;
