//! The dashboard's pages, as their addresses stand.

mod logs;
mod outbox;
mod tenants;
mod users;
