//! `/dashboard/{tenant}/users` and below.

mod actions;
mod edit;
mod link;
mod list;
mod metadata;
mod tabs;
