//! `/api/v2` and what leads there: tokens, the gate, the document, then the endpoints by their paths.

mod browsers;
mod client_credentials;
mod connections;
mod copying;
mod document;
mod gate;
mod isolation;
mod jobs;
mod keys;
mod programs;
mod repeated;
mod roles;
mod tenant;
mod tickets;
mod tokens;
mod users;
