//! The verbs, without a server.

mod seed;
