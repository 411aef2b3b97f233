//! The edge: reads a request, calls one verb, renders. Doors on one hallway.
//!
//! A new page: a handler under `dashboard/`, its template under the same path, a line in `routes.rs`, its address in
//! `urls.rs`. A new endpoint of the Management API: see `management_api`.

pub mod api_routes;
pub mod dashboard;
pub mod hall;
pub mod health;
pub mod management_api;
pub mod oidc;
pub mod routes;
pub mod server;
pub mod urls;
