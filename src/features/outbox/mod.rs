//! The outbox: what was queued for sending, which development mode shows.

pub mod list;
pub mod queue;
