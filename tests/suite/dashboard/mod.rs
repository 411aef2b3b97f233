//! The dashboard's pages, as their addresses stand.

mod users;
