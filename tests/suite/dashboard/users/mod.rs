//! `/dashboard/{tenant}/users` and below.

mod access;
mod actions;
mod bulk;
mod commands;
mod create;
pub mod deleted;
mod edit;
mod export;
mod history;
mod import;
mod link;
mod list;
mod locations;
mod metadata;
mod people;
mod saved_views;
mod search;
mod tabs;
