//! The dashboard's pages, as their addresses stand.

mod apis;
mod logs;
mod outbox;
mod roles;
mod tenants;
mod users;
