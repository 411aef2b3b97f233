//! `/dashboard/{tenant}/users` and below.

mod actions;
mod list;
