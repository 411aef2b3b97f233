//! The verbs, without a server.

mod backfill;
mod concurrency;
mod editors;
mod jobs;
mod outbox;
mod recycle_bin;
mod replicas;
mod seed;
mod slow_searches;
mod upkeep;
