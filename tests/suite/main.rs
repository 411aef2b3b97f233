//! The suite: the real application in process, a fresh database per test, every behaviour on SQLite and PostgreSQL.
//! The folders mirror the product's addresses and rooms; `support` speaks the domain.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on says so by stopping")]

mod architecture;
mod dashboard;
mod features;
mod management_api;
mod outage;
mod plans;
mod schema;
mod security;
mod support;
mod swept_plans;
