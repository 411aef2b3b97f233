//! The edge: reads a request, calls one verb, renders. Doors on one hallway.
//!
//! A new page: a handler under `dashboard/`, its template under the same path, a line in `routes.rs`, its address in
//! `urls.rs`.

pub mod dashboard;
pub mod hall;
pub mod health;
pub mod routes;
pub mod server;
pub mod urls;
