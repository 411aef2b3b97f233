//! The verbs, without a server.

mod concurrency;
mod editors;
mod seed;
mod upkeep;
