//! The verbs, without a server.

mod concurrency;
mod seed;
mod upkeep;
