//! `/dashboard/{tenant}/users` and below.

mod actions;
mod edit;
mod history;
mod link;
mod list;
mod locations;
mod metadata;
mod tabs;
