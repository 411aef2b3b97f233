//! The dashboard's pages, as their addresses stand.

mod account;
mod addresses;
mod apis;
mod applications;
mod connections;
mod jobs;
mod logs;
mod long_lists;
mod operators;
mod outbox;
mod programs;
mod roles;
mod same_pages;
mod tenants;
pub mod users;
